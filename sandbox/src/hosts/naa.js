// Tokens for the app in the frame: asked of the sandbox, and handed out by Nested App Auth. Requests and responses are those
// that MSAL.js exchanges with a host:
// https://github.com/AzureAD/microsoft-authentication-library-for-js/tree/dev/lib/msal-browser/src/naa

import { appOrigin, chosen, isAtHome } from "/switches.js";

/** Asks the sandbox for a token on behalf of whoever is signed in to the host. */
export async function brokered(way) {
  const answer = await fetch("/api/token", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person: chosen("person"), at_home: isAtHome(), app_host: new URL(appOrigin).host, ...way }),
  });
  return answer.json();
}

/** The text that answers a text, or nothing when the switch says so. */
export async function nestedAppAuth(text) {
  const request = JSON.parse(text);
  const wanted = chosen("naa");
  if (request.messageType !== "NestedAppAuthRequest" || wanted === "silent") {
    return undefined;
  }
  const answer = await nestedAnswer(request, wanted);
  return JSON.stringify({ messageType: "NestedAppAuthResponse", requestId: request.requestId, ...answer });
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
