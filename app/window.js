// A window of its own in which the person signs in, opened by a frame or a pane, and what it hands over.

/** What the window's page says to the frame that opened it. Both are of our own origin, and nobody else may hear it. */
export const HANDED_OVER = "mooring-handed-over";

const FEATURES = "popup,width=520,height=640";
const LOOK_MS = 400;

/** Opens the page of ours at this path; resolves with what it hands over. */
export function openWindow(path) {
  const opened = window.open(path, "_blank", FEATURES);
  if (!opened) {
    return Promise.reject(new Error("FailedToOpenWindow"));
  }
  return new Promise((resolve, reject) => {
    const hear = ({ source, origin, data }) => {
      if (source === opened && origin === location.origin && data?.kind === HANDED_OVER) {
        stop();
        opened.close();
        resolve(String(data.outcome));
      }
    };
    // The page stays where it is while Microsoft's pages are shown elsewhere, and does not close itself: a message that is still on
    // its way would lose against that. So closed means that the person closed it.
    const look = setInterval(() => {
      if (opened.closed) {
        stop();
        reject(new Error("CancelledByUser"));
      }
    }, LOOK_MS);
    const stop = () => {
      clearInterval(look);
      removeEventListener("message", hear);
    };
    addEventListener("message", hear);
  });
}
