declare global {
  namespace App {
    interface PageState {
      /** This history entry was made by opening a dialog, so closing it goes back. */
      dialog?: boolean;
    }
  }
}

export {};
