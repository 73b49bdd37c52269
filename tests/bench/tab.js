// The first script of the same page, with the sign-in done by Microsoft's own libraries in plain JavaScript. As ours does, it loads
// the app while the person's token is on its way. The measurement puts addresses in the places of LAUNCH_URL and WASM_URL.

import { createNestablePublicClientApplication } from "@azure/msal-browser";
import { app } from "@microsoft/teams-js";

const instance = JSON.parse(document.documentElement.dataset.instance);
await app.initialize([...location.ancestorOrigins]);
const client = await createNestablePublicClientApplication({ auth: { clientId: instance.client_id } });
const { accessToken } = await client.acquireTokenSilent({ scopes: [instance.api_scope] });
const answer = fetch("/api/session", {
  method: "POST",
  headers: {
    "x-requested-by": "mooring",
    authorization: `Bearer ${accessToken}`,
    "content-type": "application/json",
  },
  body: JSON.stringify({ surface: "teams" }),
});
const wasm = fetch(WASM_URL);
const { launch } = await import(LAUNCH_URL);
await launch(wasm);
document.title = (await (await answer).json()).person.name;
app.notifySuccess();
