// The window in which a frame's person signs in, in two parts. The first page stays where it is and opens Microsoft's pages in a
// second window: those may cut the window that they are shown in off from whoever opened it (Cross-Origin-Opener-Policy), so the
// one that the frame knows must not show them. The second window ends at the same address with the outcome in its fragment, and
// tells the first, which is of the same site and the same origin, over a channel.
// The build puts addresses in the places of TEAMS_URL and OUTLOOK_URL.

import { HANDED_OVER } from "./window.js";

const HEARD_MS = 1500;
const OF_SIGN_IN = ["surface", "challenge", "prompt", "claims"];
const KEEP = "mooring-handed-over-by";
const FEATURES = "popup,width=520,height=680";
const { origins } = document.documentElement.dataset;

/** Shows one part of the page. */
function show(state) {
  for (const part of document.querySelectorAll("[data-part]")) {
    part.hidden = part.dataset.part !== state;
  }
  document.querySelector(`[data-part="${state}"] button`)?.focus();
}

const channelOf = (challenge) => new BroadcastChannel(`mooring-sign-in:${challenge}`);

/** Where the outcome goes: to the host that opened this window, or to the frame itself. */
async function handOver(by, outcome) {
  if (by === "teams") {
    const { handOver: tell } = await import(TEAMS_URL);
    await tell(origins.split(" ").filter(Boolean), outcome);
  } else if (by === "outlook") {
    const { handOver: tell } = await import(OUTLOOK_URL);
    await tell(outcome);
  } else if (window.opener) {
    // Who hears it closes this window.
    window.opener.postMessage({ kind: HANDED_OVER, outcome }, location.origin);
  }
  show("done");
}

/** Remembers which host opened this window, or answers it. */
function keep(by) {
  try {
    if (by === undefined) {
      return sessionStorage.getItem(KEEP) ?? "";
    }
    sessionStorage.setItem(KEEP, by);
  } catch {
    // Storage is blocked: then only whoever opened this window directly can be told.
  }
  return "";
}

/** The first window: waits for the second. */
function begin(query) {
  const by = query.get("by") ?? "";
  const signIn = `/sign-in?${new URLSearchParams([...query].filter(([name]) => OF_SIGN_IN.includes(name)))}`;
  if (by === "outlook") {
    // Office says where it is in this address only.
    import(OUTLOOK_URL).then(({ prepare }) => prepare());
  }
  const channel = channelOf(query.get("challenge"));
  channel.addEventListener("message", ({ data }) => {
    if (typeof data?.outcome === "string") {
      channel.postMessage({ heard: true });
      channel.close();
      handOver(by, data.outcome);
    }
  });
  const goOn = () => {
    show("waiting");
    if (!window.open(signIn, "_blank", FEATURES)) {
      // No second window here, as in the apps of Teams and Outlook: then this one shows Microsoft's pages, and hands over itself.
      keep(by);
      location.assign(signIn);
    }
  };
  for (const button of document.querySelectorAll("[data-go-on]")) {
    button.addEventListener("click", goOn);
  }
  show("ready");
}

/** The second window, at its end: tells the first, or where there is none, hands over itself. */
function finish(fragment) {
  history.replaceState(null, "", location.pathname);
  const channel = channelOf(fragment.get("for"));
  fragment.delete("for");
  const outcome = String(fragment);
  const alone = setTimeout(() => {
    channel.close();
    handOver(keep(), outcome);
  }, HEARD_MS);
  channel.addEventListener("message", ({ data }) => {
    if (data?.heard) {
      clearTimeout(alone);
      window.close();
      show("done");
    }
  });
  channel.postMessage({ outcome });
}

const fragment = new URLSearchParams(location.hash.slice(1));
if (fragment.has("for")) {
  finish(fragment);
} else {
  begin(new URLSearchParams(location.search));
}
