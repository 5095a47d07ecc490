/** What the latest answers said of the server: in maintenance (with its words) or working, for a company that stays. */
class ServerStatus {
  maintenance = $state<string | undefined>();

  /** The company is going to be deleted. */
  deleting = $state(false);

  /** A call succeeded. */
  answered(): void {
    if (this.maintenance !== undefined) this.maintenance = undefined;
    if (this.deleting) this.deleting = false;
  }

  /** A call was refused because of a maintenance. */
  refused(message: string): void {
    this.maintenance = message;
  }
}

export const serverStatus = new ServerStatus();
