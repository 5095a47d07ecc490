/** What the latest answers said of the server: in maintenance (with its words) or working. */
class ServerStatus {
  maintenance = $state<string | undefined>();

  /** A call succeeded. */
  answered(): void {
    if (this.maintenance !== undefined) this.maintenance = undefined;
  }

  /** A call was refused because of a maintenance. */
  refused(message: string): void {
    this.maintenance = message;
  }
}

export const serverStatus = new ServerStatus();
