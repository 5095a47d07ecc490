const shortcutsKey = "tepi.shortcuts";

/** Choices that belong to this device. */
class Preferences {
  #shortcuts = $state(localStorage.getItem(shortcutsKey) !== "off");

  /** Keys without Ctrl act on the page. Can be switched off, because speech input types them too (WCAG 2.1.4). */
  get shortcuts(): boolean {
    return this.#shortcuts;
  }
  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    localStorage.setItem(shortcutsKey, on ? "on" : "off");
  }
}

export const preferences = new Preferences();
