// Outlook's side of the conversation with the stand-in for Office.js in the pane. A request has an `id` and gets an answer
// with it; a notice has none. The conversation is the sandbox's own: only what the pane sees of it is Microsoft's.

import { brokered, nestedAppAuth } from "/naa.js";
import { appOrigin, chosen, listen, note, say, setup } from "/switches.js";
import { answerTo, requestOf, responseTo, xdmInfo } from "/xdm.js";

const mailboxes = JSON.parse(document.body.dataset.mailboxes);
const element = (id) => document.getElementById(id);
const frame = element("pane-frame");
let place = 0;
let issuing = false;

const THEMES = {
  default: { bodyBackgroundColor: "#ffffff", bodyForegroundColor: "#242424", isDarkTheme: false },
  dark: { bodyBackgroundColor: "#1f1f1f", bodyForegroundColor: "#ffffff", isDarkTheme: true },
};

/** The code of `getAccessToken` for what the sandbox's Entra refuses with; for anything else there is 13007. */
const CODES = { consent_required: 13005, invalid_resource: 13004, no_account_found: 13001 };

listen(["person", "mode", "theme", "naa", "sso", "dialog"], (id) => {
  if (id === "theme") {
    paint();
    send({ event: "theme", body: THEMES[chosen("theme")] });
  } else {
    open();
  }
});

const mailbox = () => mailboxes[chosen("person")];
const mail = () => mailbox().mails[place];

/** Shows the pane anew, as Outlook does when somebody opens it on a mail. */
function open() {
  place = Math.min(place, mailbox().mails.length - 1);
  issuing = false;
  paint();
  list();
  show();
  say("opening");
  note("");
  // Type, platform, version, language, correlation, dialog, logging, flags: as Office.js takes them apart.
  const hostInfo = `Outlook$Web$16.01$en-us$${crypto.randomUUID()}$$$0`;
  frame.name = JSON.stringify({ hostInfo });
  frame.src = `${appOrigin}/outlook?_host_Info=${hostInfo}${xdmInfo()}`;
}

function paint() {
  document.documentElement.dataset.theme = chosen("theme");
}

function list() {
  const entries = mailbox().mails.map(({ subject, from }, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dir = "auto";
    button.textContent = `${from.displayName}: ${subject}`;
    button.setAttribute("aria-current", String(index === place));
    button.addEventListener("click", () => {
      place = index;
      open();
    });
    const entry = document.createElement("li");
    entry.append(button);
    return entry;
  });
  element("mails").replaceChildren(...entries);
}

function show() {
  const { subject, from, to, received, text } = mail();
  const reading = chosen("mode") === "read";
  element("read").hidden = !reading;
  element("compose").hidden = reading;
  element("subject").textContent = subject;
  element("from").textContent = from.displayName;
  element("to").textContent = to.map(({ displayName }) => displayName).join(", ");
  element("received").dateTime = received;
  element("received").textContent = new Date(received).toLocaleString();
  element("text").textContent = text;
}

function send(message) {
  frame.contentWindow.postMessage(message, appOrigin);
}

/** What Outlook knows of the mail and of the person. An app must not believe any of it. */
function context() {
  return {
    theme: THEMES[chosen("theme")],
    nested: chosen("naa") !== "off",
    dialogs: chosen("dialog"),
    owner: mailbox().owner,
    item: chosen("mode") === "read" ? mail() : null,
  };
}

async function accessToken(options) {
  note("getAccessToken");
  if (issuing) {
    return { code: 13008 };
  }
  issuing = true;
  const answer = await issued(options);
  // A call that is never answered is in the way of all others.
  issuing = answer === undefined;
  return answer;
}

async function issued({ allowSignInPrompt, allowConsentPrompt }) {
  const wanted = chosen("sso");
  if (wanted === "silent") {
    return undefined;
  }
  // Where Outlook may ask, the person signs in and consents.
  const settled =
    (wanted === "13001" && allowSignInPrompt) || (wanted === "13005" && (allowConsentPrompt || allowSignInPrompt));
  if (wanted !== "on" && !settled) {
    return { code: Number(wanted) };
  }
  const answer = await brokered({ way: "host", resource: setup.resource });
  return answer.error ? { code: CODES[answer.error.code] ?? 13007 } : { token: answer.access_token };
}

const recipients = (text) =>
  text.split(",").map((address) => address.trim()).filter(Boolean)
    .map((emailAddress) => ({ displayName: emailAddress, emailAddress }));

/** What stands in the fields of the mail that is being written. */
const draft = {
  subject: () => element("compose-subject").value,
  to: () => recipients(element("compose-to").value),
};

/** The requests that get an answer, by name. */
const requests = {
  context,
  accessToken,
  nestedAppAuth(text) {
    note("NestedAppAuth");
    return nestedAppAuth(text);
  },
  draft: (field) => draft[field]?.(),
};

/** The notices that want none. */
const notices = {
  started: () => say("started"),
  dialog: () => note("displayDialogAsync"),
};

/** What Microsoft's own library asks for. */
const ofLibrary = {
  reading: () => chosen("mode") === "read",
  initialData: () => ({ userEmailAddress: mailbox().owner.emailAddress, userDisplayName: mailbox().owner.displayName }),
  accessToken: ({ allowSignInPrompt, allowConsentPrompt }) => accessToken({ allowSignInPrompt, allowConsentPrompt }),
};

addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== appOrigin) {
    return;
  }
  const request = requestOf(event.data);
  if (request) {
    send(responseTo(request, await answerTo(request, ofLibrary)));
    return;
  }
  if (typeof event.data?.call !== "string") {
    return;
  }
  const { id, call, body } = event.data;
  notices[call]?.();
  const answer = await requests[call]?.(body);
  if (answer !== undefined) {
    send({ id, body: answer });
  }
});

open();
