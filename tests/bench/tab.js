// The same sign-in as ours in a Teams tab, done with Microsoft's own libraries in plain JavaScript.

import { createNestablePublicClientApplication } from "@azure/msal-browser";
import { app } from "@microsoft/teams-js";

const ours = { "x-requested-by": "mooring" };
const instance = JSON.parse(document.documentElement.dataset.instance);
await app.initialize([...location.ancestorOrigins]);
const client = await createNestablePublicClientApplication({ auth: { clientId: instance.client_id } });
const { accessToken } = await client.acquireTokenSilent({ scopes: [instance.api_scope] });
const answer = await fetch("/api/session", {
  method: "POST",
  headers: { ...ours, authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
  body: JSON.stringify({ surface: "teams" }),
});
document.getElementById("person").textContent = (await answer.json()).person.name;
app.notifySuccess();
