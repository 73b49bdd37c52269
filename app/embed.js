// The page of the picker, and the web app that opened or frames it. Only registered origins are spoken with.

const SIGNED_IN = "mooring-signed-in";
const FEATURES = "popup,width=1020,height=720";

/** Meets whoever opened or frames the page. `origins` are those that are registered; a frame of ours may have opened it, too. */
export function meet(origins) {
  const known = [...origins, location.origin];
  const isFrame = window.parent !== window;
  const other = isFrame ? window.parent : window.opener;
  let party;
  const asked = new Promise((resolve) => {
    addEventListener("message", ({ source, origin, data }) => {
      const isFirst = !party && source === other && other && known.includes(origin);
      if (isFirst && data?.mooring === "options" && typeof data.id === "string") {
        party = { origin, id: data.id };
        resolve(data.options);
      }
    });
  });
  const say = (mooring, items) => {
    if (party) {
      other.postMessage({ mooring, id: party.id, ...(items && { items }) }, party.origin);
    }
  };
  const channel = new BroadcastChannel(SIGNED_IN);
  if (other) {
    // Whoever it is hears it only if they are of that origin.
    known.forEach((origin) => other.postMessage({ mooring: "ready" }, origin));
  } else {
    // The window in which somebody signed in.
    channel.postMessage(true);
  }
  return {
    isAlone: !other,
    isFrame,
    asked: () => asked,
    picked: (items) => say("picked", items),
    cancelled: () => say("cancelled"),
    failed: () => say("failed"),
    onSignedIn(heard) {
      channel.addEventListener("message", () => heard());
    },
    /** Microsoft's pages may cut a window off from whoever opened it: they are shown in another one. */
    signIn(address) {
      window.open(address, "_blank", "noopener,popup,width=520,height=640");
    },
    /** In a frame where no session arrives: the same page in a window, whose answer is handed on. */
    async openInWindow() {
      const options = await asked;
      const opened = window.open(location.pathname, "_blank", FEATURES);
      if (!opened) {
        return;
      }
      const id = crypto.randomUUID();
      addEventListener("message", ({ source, origin, data }) => {
        if (source !== opened || origin !== location.origin) {
          return;
        }
        if (data?.mooring === "ready") {
          opened.postMessage({ mooring: "options", id, options }, location.origin);
        } else if (data?.id === id) {
          say(data.mooring, data.items);
          opened.close();
        }
      });
    },
  };
}
