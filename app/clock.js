// Imported before Microsoft's library for Teams, which as it loads writes the time in the person's own words to a log that nobody
// reads: for that alone the browser loads its calendars, which takes it longer than all the rest of the library.

const { toLocaleString } = Date.prototype;
Date.prototype.toLocaleString = Date.prototype.toISOString;

/** Lets dates be written as usual again: for afterwards. */
export function restoreClock() {
  Date.prototype.toLocaleString = toLocaleString;
}
