// The part of the stand-in for Office.js that opens dialogs, and how functions with a callback hand their results over.
// https://learn.microsoft.com/office/dev/add-ins/develop/dialog-handle-errors-events

const [succeeded, failed] = ["succeeded", "failed"];

/** What went wrong, by code. The name of 13001 is the real one; the others are the sandbox's words. */
const ERRORS = {
  12003: ["Display dialog error", "The scheme of the address is not supported."],
  12004: ["Display dialog error", "The address is not on the domain of the pane."],
  12005: ["Display dialog error", "The address has to begin with https."],
  12007: ["Display dialog error", "The pane has a dialog open already."],
  12009: ["Display dialog error", "The person chose to ignore the dialog."],
  12011: ["Display dialog error", "The browser does not let the dialog open."],
  13000: ["API not supported", "The identity API is not supported for this add-in."],
  13001: ["No user is signed into Office.", "No user is signed into Office."],
  13002: ["The person cancelled.", "The person did not sign in or did not consent."],
  13003: ["Kind of account not supported.", "The kind of account is not supported."],
  13004: ["Invalid resource.", "The resource in the manifest is not valid."],
  13005: ["Invalid grant.", "Office is not pre-authorized for this add-in."],
  13006: ["Client error.", "Something unexpected happened in Office."],
  13007: ["Server error.", "Office could not get a token."],
  13008: ["Already asking.", "The add-in is asking for a token already."],
  13010: ["Connection lost.", "The zones of the browser do not let Office answer."],
  13012: ["API not supported", "The API is not supported on this platform."],
  13013: ["API call failed", "The API was called too often."],
  50001: ["API not supported", "This Office.js is too old."],
};

const errorOf = (code) => {
  const [name, message] = ERRORS[code];
  return { code, name, message };
};

function handed(callback, options, outcome) {
  queueMicrotask(() => callback?.({ asyncContext: options?.asyncContext, ...outcome }));
}

const done = (callback, options, value) => handed(callback, options, { status: succeeded, value });
const refuse = (callback, options, code) => handed(callback, options, { status: failed, error: errorOf(code) });

/** The options may be left out before the callback. */
const split = (options, callback) => (typeof options === "function" ? [{}, options] : [options ?? {}, callback]);

/** How often the library looks whether the window is still there. */
const LOOK_EVERY_MS = 1000;
let shown;

function displayDialogAsync(address, givenOptions, givenCallback, dialogs, info) {
  const [options, callback] = split(givenOptions, givenCallback);
  const code = shown ? 12007 : unfit(address);
  if (code) {
    refuse(callback, options, code);
  } else if (options.promptBeforeOpen === false) {
    openDialog({ address, options, callback, dialogs, info });
  } else {
    askFirst({ address, options, callback, dialogs, info });
  }
}

/** Why the address is refused, if it is. https is not asked for on this machine, which has no certificate. */
function unfit(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    return 12003;
  }
  if (url.origin === location.origin) {
    return undefined;
  }
  return url.protocol === "http:" && url.hostname !== "localhost" ? 12005 : 12004;
}

/** Asks the person first, in place of the pane. */
function askFirst(wish) {
  const notice = document.createElement("div");
  notice.id = "office-dialog-notice";
  notice.style.cssText = "position:fixed;inset:0;z-index:2147483647;padding:1rem;background:Canvas;color:CanvasText";
  const button = (id, text, act) => {
    const made = document.createElement("button");
    made.id = id;
    made.textContent = text;
    made.addEventListener("click", () => {
      notice.remove();
      act();
    });
    return made;
  };
  notice.append(
    "The add-in wants to display a new window. ",
    button("office-dialog-allow", "Allow", () => openDialog(wish)),
    button("office-dialog-ignore", "Ignore", () => refuse(wish.callback, wish.options, 12009)),
  );
  document.body.append(notice);
}

function openDialog({ address, options, callback, dialogs, info }) {
  const { type, platform, version, language, correlation, logging, flags } = info;
  const told = [type, platform, version, language].map((part) => part.toLowerCase());
  // 16 is the flag of an add-in from the store, the only one that dialogs are told.
  const hostInfo = [...told, correlation, "isDialog", logging, Number(flags) & 16].join("$");
  const url = new URL(address);
  url.search += `${url.search ? "&" : "?"}_host_Info=${hostInfo}`;
  const size = (percent, whole) => Math.round(((percent ?? 80) * whole) / 100);
  const features = `popup,width=${size(options.width, screen.width)},height=${size(options.height, screen.height)}`;
  const opened = dialogs === "blocked" ? null : window.open(url, JSON.stringify({ hostInfo }), features);
  if (opened === null) {
    refuse(callback, options, 12011);
    return;
  }
  tell("dialog");
  shown = watched(opened, dialogs);
  done(callback, options, shown);
}

/** The dialog as the pane holds it: events that nobody listens for yet are kept. */
function watched(opened, dialogs) {
  const handlers = {};
  const kept = [];
  const fire = (event) => (handlers[event.type] ? handlers[event.type](event) : kept.push(event));

  const receive = ({ source, origin, data }) => {
    if (source === opened && origin === location.origin) {
      fire({ type: EventType.DialogMessageReceived, message: data, origin });
    }
  };
  const look = setInterval(() => {
    if (dialogs === "closed") {
      opened.close();
    }
    // Also when a page on the way was cut off from us by Cross-Origin-Opener-Policy: the window looks closed from here.
    if (opened.closed) {
      forget();
      fire({ type: EventType.DialogEventReceived, error: 12006 });
    }
  }, LOOK_EVERY_MS);
  const forget = () => {
    clearInterval(look);
    removeEventListener("message", receive);
    shown = undefined;
  };
  addEventListener("message", receive);

  return {
    addEventHandler(type, handler) {
      handlers[type] = handler;
      const due = kept.filter((event) => event.type === type);
      due.forEach((event) => kept.splice(kept.indexOf(event), 1));
      due.forEach(handler);
    },
    messageChild(message, options) {
      opened.postMessage(message, options?.targetOrigin ?? location.origin);
    },
    close() {
      forget();
      opened.close();
    },
  };
}

/** What a dialog has of the API, and no more: it speaks with the pane, not with Outlook. */
function dialogUi() {
  return {
    messageParent(message, options) {
      native.opener.postMessage(message, options?.targetOrigin ?? location.origin);
    },
    addHandlerAsync(type, handler, givenOptions, givenCallback) {
      const [options, callback] = split(givenOptions, givenCallback);
      addEventListener("message", ({ source, origin, data }) => {
        if (source === native.opener && origin === location.origin) {
          handler({ type, message: data, origin });
        }
      });
      done(callback, options);
    },
  };
}
