/** Mooring for web apps: let people pick documents of OneDrive, SharePoint and Teams. Load `/mooring.js` of your Mooring. */

/** What is to be picked, and how the picker is shown. */
export interface PickOptions {
  /** The origin of Mooring; without it, that of the script. */
  origin?: string;
  /** Whether more than one may be picked; yes, without it. */
  multiple?: boolean;
  /** What may be picked: files, without it. */
  kinds?: "files" | "folders" | "all";
  /** Only files with these extensions are shown: words without dots, twenty at most. */
  extensions?: string[];
  /** Where the picker opens: in the person's own files, without it or where Mooring has no permission for that place. */
  start?: "my-files" | "recent" | "shared" | "sites" | "teams";
  /**
   * The id of a folder of Mooring that the choice is for: 32 digits, as in its address. Whoever takes part in it is told how many of
   * its people cannot open the choice, before it is handed over. Nothing is linked to the folder.
   */
  folder?: string;
  /** A window, without it. A frame needs `container`, and works for people whose browser shows both apps as one site. */
  presentation?: "popup" | "frame";
  /** Where the frame is put. Its size is yours. */
  container?: Element;
}

/** A document that was picked. It is a name for it and no right: whoever opens it needs a right of their own. */
export interface Picked {
  driveId: string;
  itemId: string;
  name: string;
  kind: "file" | "folder" | "package";
  mimeType?: string;
  /** Bytes. */
  size?: number;
  /** Where Microsoft shows it. */
  webUrl?: string;
}

/** Why nothing could be picked. Whoever cancels has not failed. */
export type PickFailure = "invalid_options" | "popup_blocked" | "origin_not_registered" | "bad_answer";

export declare class MooringError extends Error {
  readonly code: PickFailure;
}

/** Is called in a click. Resolves with nothing when the person cancels; rejects with a {@link MooringError}. */
export declare function pick(options?: PickOptions): Promise<Picked[]>;

declare global {
  /** The script brings this global. */
  const Mooring: { pick: typeof pick; MooringError: typeof MooringError };
  interface HTMLElementTagNameMap {
    /** A button that picks: its attributes are the options, `picked` (`detail`: {@link Picked}[]) and `failed` its events. */
    "mooring-picker": HTMLElement & { pick(): Promise<void> };
  }
}
