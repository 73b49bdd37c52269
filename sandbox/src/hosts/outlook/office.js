// A stand-in for Office.js in Outlook on the web: what a pane that signs people in uses of it. Written from the documentation
// and from how the published library behaves; every difference stands in the sandbox's README.
// https://learn.microsoft.com/javascript/api/office
//
// It is served after `dialogs.js`, both within one function: only what is put into `window` can be seen by the page.

/** Where this script comes from, Outlook is. */
const outlook = new URL(document.currentScript.src).origin;
const native = { parent: window.parent, opener: window.opener };
const EventType = {
  DialogMessageReceived: "dialogMessageReceived",
  DialogEventReceived: "dialogEventReceived",
  DialogParentMessageReceived: "dialogParentMessageReceived",
  OfficeThemeChanged: "officeThemeChanged",
};

/** The text that says it: in the address, in the window's name, or kept from an earlier page of this window. */
function hostInfoText() {
  return new URLSearchParams(location.search).get("_host_Info") ?? fromName() ?? stored();
}

function fromName() {
  try {
    return JSON.parse(window.name)?.hostInfo;
  } catch {
    return undefined;
  }
}

function stored() {
  try {
    return sessionStorage.getItem("hostInfoValue") ?? undefined;
  } catch {
    return undefined;
  }
}

function store(text) {
  try {
    sessionStorage.setItem("hostInfoValue", text);
  } catch {
    // Blocked in this frame: the address says it each time.
  }
}

function hostInfo() {
  const text = hostInfoText();
  if (!text) {
    return undefined;
  }
  store(text);
  const [type, platform, version, language, correlation, dialog, logging, flags] = text.split("$");
  return { type, platform, version, language, correlation, logging, flags, isDialog: dialog === "isDialog" };
}

/** What the published library does to every page that loads it. */
function spoil() {
  for (const name of ["alert", "confirm", "prompt"]) {
    window[name] = () => {
      throw new Error(`Function window.${name} is not supported.`);
    };
  }
  history.pushState = null;
  history.replaceState = null;
}

const waiting = new Map();
const events = {};

const tell = (call) => native.parent.postMessage({ call }, outlook);

function ask(call, body) {
  const id = crypto.randomUUID();
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    native.parent.postMessage({ id, call, body }, outlook);
  });
}

function hear(event) {
  if (event.source !== native.parent || event.origin !== outlook) {
    return;
  }
  const { id, event: name, body } = event.data ?? {};
  waiting.get(id)?.(body);
  waiting.delete(id);
  events[name]?.(body);
}

let settle;
let isWanted = false;
let isHosted = false;
let initialize;
const ready = new Promise((resolve) => {
  settle = resolve;
});

/** Outlook hears that the pane has started once the pane asked to be told and could be told. */
function wanted() {
  if (!isWanted) {
    isWanted = true;
    ready.then(() => isHosted && tell("started"));
  }
}

function onReady(callback) {
  wanted();
  return ready.then(async (info) => {
    await callback?.(info);
    return info;
  });
}

async function getAccessToken(options = {}) {
  await ready;
  const { allowSignInPrompt = false, allowConsentPrompt = false, authChallenge } = options;
  const answer = await ask("accessToken", { allowSignInPrompt, allowConsentPrompt, authChallenge });
  if (answer.token) {
    return answer.token;
  }
  throw errorOf(answer.code);
}

/** Nested App Auth: texts go out, texts come back as events. */
function bridge() {
  const listeners = new Set();
  return {
    addEventListener: (name, listener) => name === "message" && listeners.add(listener),
    removeEventListener: (name, listener) => name === "message" && listeners.delete(listener),
    async postMessage(text) {
      const data = await ask("nestedAppAuth", text);
      listeners.forEach((listener) => listener({ data }));
    },
  };
}

function requirements(sets) {
  const number = (version) => version.split(".").map(Number);
  return {
    isSetSupported(name, version = "0.0") {
      const [major, minor = 0] = number(String(version));
      const [hasMajor, hasMinor] = number(sets[name.toLowerCase()] ?? "-1.0");
      return hasMajor > major || (hasMajor === major && hasMinor >= minor);
    },
  };
}

function everywhere(info) {
  const [host, platform] = ["Outlook", "OfficeOnline"];
  const diagnostics = { host, platform, version: `${info.version}.0` };
  return { host, platform, displayLanguage: "en-US", contentLanguage: "en-US", isDialog: info.isDialog, diagnostics };
}

function dialogContext(info) {
  return { ...everywhere(info), ui: dialogUi(), requirements: requirements({ dialogapi: "1.2", dialogorigin: "1.1" }) };
}

function paneContext(info, told) {
  const sets = { dialogapi: "1.2", dialogorigin: "1.1", identityapi: "1.3", mailbox: "1.14" };
  return {
    ...everywhere(info),
    officeTheme: told.theme,
    requirements: requirements(told.nested ? { ...sets, nestedappauth: "1.1" } : sets),
    ui: {
      displayDialogAsync: (address, options, callback) =>
        displayDialogAsync(address, options, callback, told.dialogs, info),
    },
    mailbox: {
      userProfile: { accountType: "office365", timeZone: "UTC", ...told.owner },
      diagnostics: { hostName: "OutlookWebApp", hostVersion: "16.0.0.0", OWAView: "ThreeColumns" },
      item: told.item ? readItem(told.item) : composeItem(),
      addHandlerAsync,
    },
  };
}

const OF_EVERY_ITEM = { itemType: "message", itemClass: "IPM.Note" };

function readItem({ received, text, ...mail }) {
  return { ...OF_EVERY_ITEM, ...mail, sender: mail.from, dateTimeCreated: new Date(received) };
}

/** What is being written changes, so it is asked for. It has no id until it is saved. */
function composeItem() {
  const field = (name) => ({
    async getAsync(givenOptions, givenCallback) {
      const [options, callback] = split(givenOptions, givenCallback);
      done(callback, options, await ask("draft", name));
    },
  });
  return { ...OF_EVERY_ITEM, subject: field("subject"), to: field("to") };
}

const themeHandlers = new Set();

function addHandlerAsync(type, handler, givenOptions, givenCallback) {
  const [options, callback] = split(givenOptions, givenCallback);
  if (type === EventType.OfficeThemeChanged) {
    themeHandlers.add(handler);
  }
  done(callback, options);
}

events.theme = (officeTheme) => {
  Office.context.officeTheme = officeTheme;
  themeHandlers.forEach((handler) => handler({ type: EventType.OfficeThemeChanged, officeTheme }));
};

async function begin() {
  const info = hostInfo();
  spoil();
  if (!info) {
    if (window.top !== window.self && typeof OsfOptOut === "undefined") {
      location.href = "about:blank";
    }
    settle({ host: null, platform: null });
  } else if (info.isDialog) {
    beginDialog(info);
  } else {
    await beginPane(info);
  }
}

async function beginPane(info) {
  Office.auth = { getAccessToken };
  window.OfficeRuntime = { auth: Office.auth };
  addEventListener("message", hear);
  const told = await ask("context");
  isHosted = true;
  Office.context = paneContext(info, told);
  if (told.nested) {
    window.nestedAppAuthBridge = bridge();
  }
  settle({ host: Office.context.host, platform: Office.context.platform });
}

function beginDialog(info) {
  if (window === window.top && native.opener === null) {
    // Cut off from the pane: nobody is left to speak with.
    window.open("", "_self", "");
    window.close();
    return;
  }
  Office.context = dialogContext(info);
  settle({ host: Office.context.host, platform: Office.context.platform });
}

window.Office = {
  HostType: { Outlook: "Outlook" },
  PlatformType: { PC: "PC", OfficeOnline: "OfficeOnline", Mac: "Mac", iOS: "iOS", Android: "Android", Universal: "Universal" },
  AsyncResultStatus: { Succeeded: succeeded, Failed: failed },
  EventType,
  context: {},
  onReady,
  get initialize() {
    return initialize;
  },
  set initialize(given) {
    initialize = given;
    wanted();
    ready.then(() => given("documentOpened"));
  },
};
begin();
