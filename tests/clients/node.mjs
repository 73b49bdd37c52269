// Microsoft's library for servers, unchanged, against the sandbox: `node node.mjs CHECK`. Where the sandbox is comes from
// the environment (ENTRA, GRAPH, CONTROL); `mod.rs` starts both.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";

import { ConfidentialClientApplication, CryptoProvider, InteractionRequiredAuthError } from "@azure/msal-node";

import { walk } from "./entra_pages.mjs";
import { ADMINISTRATORS, SCOPES, answers } from "./graph_answers.mjs";

const { ENTRA, GRAPH, CONTROL } = process.env;

const TENANT = "c0a70500-0000-4000-8000-00000000c001";
const ADA = "00000000-0000-4000-a000-000000000001";
const MOORING = { clientId: "3a7c5e10-0000-4000-8000-0000000000a1", clientSecret: "sandbox-secret-not-for-production" };
const DAEMON = { clientId: "3a7c5e10-0000-4000-8000-0000000000a3", clientSecret: "probe-daemon-secret" };
const REDIRECT_URI = "http://localhost:8787/sign-in/callback";
const OWN_API = `api://localhost:8787/${MOORING.clientId}/access_as_user`;
const USER_READ = "https://graph.microsoft.com/User.Read";

/** How long a check may take. It takes well below a second; a busy machine may need more. */
const PATIENCE_MS = 60_000;

const checks = {
  async code() {
    const { result } = await signIn(client(MOORING), [USER_READ]);
    assert.equal(result.tenantId, TENANT);
    assert.equal(result.uniqueId, ADA);
    assert.equal(result.account.homeAccountId, `${ADA}.${TENANT}`);
    assert.equal(result.account.environment, new URL(ENTRA).host);
    assert.ok(result.scopes.includes(USER_READ), `${result.scopes}`);
    await graphKnows(result.accessToken);
  },

  async refresh() {
    const mooring = client(MOORING);
    const { result } = await signIn(mooring, [USER_READ]);

    const cached = await mooring.acquireTokenSilent({ account: result.account, scopes: [USER_READ] });
    assert.ok(cached.fromCache, "a token that is still good is not fetched again");
    assert.equal(cached.accessToken, result.accessToken);

    const silent = { account: result.account, scopes: [USER_READ], forceRefresh: true };
    const refreshed = await mooring.acquireTokenSilent(silent);
    assert.ok(!refreshed.fromCache);
    assert.notEqual(refreshed.accessToken, result.accessToken);
    assert.equal(refreshed.account.homeAccountId, result.account.homeAccountId);
    await graphKnows(refreshed.accessToken);

    const elsewhere = client(MOORING);
    const refreshToken = refreshTokenOf(mooring);
    const migrated = await elsewhere.acquireTokenByRefreshToken({ refreshToken, scopes: [USER_READ] });
    assert.equal(migrated.uniqueId, ADA);
    await graphKnows(migrated.accessToken);
  },

  async claims_challenge() {
    const mooring = client({ ...MOORING, clientCapabilities: ["cp1"] });
    const { result } = await signIn(mooring, [USER_READ]);
    await control("faults", { kind: { name: "claims_challenge" }, times: 1 });
    const refused = await me(result.accessToken);
    assert.equal(refused.status, 401);
    const encoded = /claims="([^"]+)"/.exec(refused.headers.get("www-authenticate"))[1];
    const claims = Buffer.from(encoded, "base64").toString();

    const renewed = await mooring.acquireTokenSilent({ account: result.account, scopes: [USER_READ], claims });
    assert.ok(!renewed.fromCache, "a challenge goes past the cache");
    assert.deepEqual(payload(renewed.accessToken).xms_cc, ["CP1"]);
    await graphKnows(renewed.accessToken);
  },

  async client_credentials() {
    const daemon = client(DAEMON);
    const request = { scopes: ["https://graph.microsoft.com/.default"] };
    const result = await daemon.acquireTokenByClientCredential(request);
    assert.ok(result.accessToken);
    assert.equal(result.account, null);
    assert.deepEqual(payload(result.accessToken).roles, ["User.Read.All"]);
    const again = await daemon.acquireTokenByClientCredential(request);
    assert.ok(again.fromCache);
  },

  async wrong_secret() {
    const daemon = client({ ...DAEMON, clientSecret: "not-this-one" });
    const asked = daemon.acquireTokenByClientCredential({ scopes: ["https://graph.microsoft.com/.default"] });
    const error = await refusal(asked);
    assert.ok(!(error instanceof InteractionRequiredAuthError), "nobody can click this away");
    assert.equal(error.errorCode, "invalid_client");
    assert.match(error.errorMessage, /AADSTS7000215/);
  },

  async on_behalf_of() {
    const { result: front } = await signIn(client(MOORING), [OWN_API]);
    assert.equal(payload(front.accessToken).scp, "access_as_user");
    const back = client(MOORING);
    const request = { oboAssertion: front.accessToken, scopes: [USER_READ] };

    const error = await refusal(back.acquireTokenOnBehalfOf(request));
    assert.ok(error instanceof InteractionRequiredAuthError, `${error}`);
    assert.match(error.errorMessage, /AADSTS65001/);

    await control("consent/grant", { client_id: MOORING.clientId, scope: USER_READ, person: ADA });
    const result = await back.acquireTokenOnBehalfOf(request);
    assert.equal(result.uniqueId, ADA);
    await graphKnows(result.accessToken);
    assert.ok((await back.acquireTokenOnBehalfOf(request)).fromCache);
  },

  async interaction_required() {
    const mooring = client(MOORING);
    const { result } = await signIn(mooring, [USER_READ]);
    const silent = { account: result.account, scopes: [USER_READ], forceRefresh: true };
    for (const code of [50076, 50079, 65001]) {
      await control("faults", { kind: { name: "token_error", code }, times: 1 });
      const error = await refusal(mooring.acquireTokenSilent(silent));
      assert.ok(error instanceof InteractionRequiredAuthError, `${code}: ${error}`);
      assert.match(error.errorMessage, new RegExp(`AADSTS${code}`));
      assert.equal(error.errorNo, code);
      assert.ok(error.correlationId, "support asks for it");
    }
    const beyond = { account: result.account, scopes: ["https://graph.microsoft.com/Mail.Read"] };
    const error = await refusal(mooring.acquireTokenSilent(beyond));
    assert.ok(error instanceof InteractionRequiredAuthError, `${error}`);
    assert.equal(error.subError, "consent_required");
  },

  async graph_answers() {
    await control("consent/grant", { client_id: MOORING.clientId, scope: ADMINISTRATORS.join(" ") });
    const { result } = await signIn(client(MOORING), [...SCOPES, ...ADMINISTRATORS]);
    const { module, record } = await answers(GRAPH, result.accessToken);
    await writeFile(process.env.ANSWERS, module);
    await writeFile(process.env.RECORD, JSON.stringify(record));
  },
};

/** An application at Contoso. The authority has to be known, or MSAL would ask the real service about it. */
function client(credentials) {
  const knownAuthorities = [new URL(ENTRA).host];
  return new ConfidentialClientApplication({
    auth: { authority: `${ENTRA}/${TENANT}`, knownAuthorities, ...credentials },
  });
}

/** Ada signs in, with a code and PKCE. */
async function signIn(application, scopes) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const asked = { scopes, redirectUri: REDIRECT_URI, state: "a state" };
  const address = await application.getAuthCodeUrl({
    ...asked,
    codeChallenge: challenge,
    codeChallengeMethod: "S256",
    responseMode: "query",
  });
  const back = (await walk(address, REDIRECT_URI, ADA)).searchParams;
  assert.equal(back.get("state"), "a state");
  const result = await application.acquireTokenByCode({ ...asked, code: back.get("code"), codeVerifier: verifier });
  return { result };
}

/** MSAL does not hand refresh tokens out, but its cache can be written to a disk. */
function refreshTokenOf(application) {
  const cache = JSON.parse(application.getTokenCache().serialize());
  return Object.values(cache.RefreshToken)[0].secret;
}

function payload(token) {
  return JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
}

function me(token) {
  return fetch(`${GRAPH}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } });
}

async function graphKnows(token) {
  const answer = await me(token);
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).id, ADA);
}

async function control(path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${CONTROL}/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.text()}`);
}

async function refusal(promise) {
  const outcome = await promise.then(() => null, (error) => error);
  assert.ok(outcome, "this should have been refused");
  return outcome;
}

// Every request is seen on its way, so that none leaves the machine.
const unwatched = globalThis.fetch;
globalThis.fetch = (url, request) => {
  assert.equal(new URL(url).hostname, "localhost", `asked ${url}`);
  return unwatched(url, request);
};

setTimeout(() => {
  throw new Error("the check never ends");
}, PATIENCE_MS).unref();

await checks[process.argv[2]]();
