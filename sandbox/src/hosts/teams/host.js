// Teams' side of the conversation with teams-js, as far as a tab that signs people in has it.
// Names of functions and the shapes of their arguments are those of teams-js 2.x (its source is the reference):
// https://github.com/OfficeDev/microsoft-teams-library-js

const setup = JSON.parse(document.body.dataset.setup);
const parameters = new URLSearchParams(location.search);
const appOrigin = parameters.get("app") ?? setup.appOrigin;
const frame = document.getElementById("tab-frame");
const state = document.getElementById("state");
const handlers = new Set();

/** The value of a switch: what the address says, and what the person chose since. */
const chosen = (id) => document.getElementById(id).value;

for (const id of ["person", "tab", "theme", "naa", "sso"]) {
  const select = document.getElementById(id);
  if (parameters.has(id)) {
    select.value = parameters.get(id);
  }
  select.addEventListener("change", () => changed(id));
}

function changed(id) {
  parameters.set(id, chosen(id));
  history.replaceState(null, "", `?${parameters}`);
  if (id === "theme") {
    announce("themeChange", [chosen("theme")]);
  } else {
    open();
  }
}

/** Shows the tab anew, as Teams does when somebody opens it. */
function open() {
  handlers.clear();
  say("opening");
  frame.src = `${appOrigin}/teams?tab=${chosen("tab")}`;
}

function say(text) {
  state.textContent = text;
  state.dataset.state = text;
}

function send(message) {
  frame.contentWindow.postMessage(message, appOrigin);
}

function announce(func, args) {
  if (handlers.has(func)) {
    send({ func, args });
  }
}

/** What Teams knows of the tab and of the person. An app must not believe any of it. */
function context() {
  const person = document.getElementById("person").selectedOptions[0];
  const channel = chosen("tab") === "channel";
  return {
    locale: "en-us",
    theme: chosen("theme"),
    entityId: "home",
    frameContext: "content",
    tid: setup.tenantId,
    userObjectId: person.value,
    userPrincipalName: person.dataset.upn,
    loginHint: person.dataset.upn,
    hostName: "Teams",
    hostClientType: "web",
    sessionId: "00000000-0000-4000-8000-000000000000",
    appSessionId: "00000000-0000-4000-8000-000000000001",
    ...(channel && {
      teamId: "19:team@thread.tacv2",
      groupId: "00000000-0000-4000-9000-000000000001",
      teamName: "Harbour",
      channelId: "19:general@thread.tacv2",
      channelName: "General",
      channelType: "Regular",
    }),
  };
}

/** The fourth argument of the answer to `initialize`: the bridge is made only if it names `nestedAppAuth`. */
function runtime() {
  const nested = chosen("naa") !== "off";
  return JSON.stringify({
    apiVersion: 4,
    hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
    isLegacyTeams: false,
    isNAAChannelRecommended: nested,
    supports: { pages: { config: {} }, dialog: { url: {} }, ...(nested && { nestedAppAuth: {} }) },
  });
}

/** Asks the sandbox for a token on behalf of whoever is signed in to Teams. */
async function brokered(way) {
  const answer = await fetch("/api/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: chosen("person"), app_host: new URL(appOrigin).host, ...way }),
  });
  return answer.json();
}

async function authToken([, , silent]) {
  const wanted = chosen("sso");
  if (wanted === "silent") {
    return undefined;
  }
  // Asked with a click, consent is given.
  const consents = wanted === "resourceRequiresConsent" && silent === false;
  if (wanted !== "on" && !consents) {
    return [false, wanted];
  }
  const answer = await brokered({ way: "get_auth_token", resource: setup.resource });
  return answer.error ? [false, answer.error.word] : [true, answer.access_token];
}

/** Nested App Auth: the request and the response are texts inside the message. */
async function nestedAppAuth(text) {
  const request = JSON.parse(text);
  const wanted = chosen("naa");
  if (request.messageType !== "NestedAppAuthRequest" || wanted === "silent") {
    return undefined;
  }
  const answer = await nestedAnswer(request, wanted);
  const common = { messageType: "NestedAppAuthResponse", requestId: request.requestId };
  return [true, JSON.stringify({ ...common, ...answer })];
}

async function nestedAnswer(request, wanted) {
  if (request.method === "GetInitContext") {
    const capabilities = { queryAccount: false };
    return { success: true, initContext: { sdkName: "sandbox", sdkVersion: "1.0.0", capabilities } };
  }
  const clicked = wanted === "USER_INTERACTION_REQUIRED" && request.method === "GetTokenPopup";
  if (wanted !== "on" && !clicked) {
    const code = wanted === "USER_INTERACTION_REQUIRED" ? "interaction_required" : "sandbox_switch";
    return { success: false, error: { status: wanted, code, subError: "", description: "Switched on in the sandbox." } };
  }
  const { clientId, scope } = request.tokenParams;
  const answer = await brokered({ way: "nested_app_auth", client_id: clientId, scope });
  if (answer.error) {
    return { success: false, error: { subError: "", ...answer.error } };
  }
  const { account, ...token } = answer;
  return { success: true, token, account };
}

/** The functions of teams-js that get an answer, by name. */
const functions = {
  initialize: () => ["content", "web", "2.0.1", runtime()],
  getContext: () => [context()],
  "authentication.getAuthToken": authToken,
  executeDeepLink: () => [true],
};

/** The functions that tell and want no answer. */
const notices = {
  "appInitialization.appLoaded": () => say("loaded"),
  "appInitialization.success": () => say("ready"),
  "appInitialization.failure": () => say("failed"),
  "appInitialization.expectedFailure": () => say("failed"),
  registerHandler: ([name]) => handlers.add(name),
};

async function answered({ func, args = [], data }) {
  if (func === "nestedAppAuth.execute") {
    return nestedAppAuth(data);
  }
  return functions[func]?.(args);
}

addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== appOrigin || typeof event.data?.func !== "string") {
    return;
  }
  const { id, uuidAsString, func, args } = event.data;
  notices[func]?.(args ?? []);
  const answer = await answered(event.data);
  if (answer) {
    send({ id, uuidAsString, args: answer });
  }
});

open();
