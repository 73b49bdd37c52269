// What the sandbox's Graph answers, as literals in TypeScript: Microsoft's own types say whether they are what a client may
// expect. One constant a thing, so that the compiler looks for members that no type has as well. The same answers as they came
// are read against a description of Graph (graph_openapi.mjs).

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";

/** What an administrator has to allow. */
export const ADMINISTRATORS = ["TeamMember.Read.All", "ChannelMember.Read.All", "Group.Read.All"].map(ofGraph);

export const SCOPES = [
  "User.Read",
  "User.ReadBasic.All",
  "Files.Read.All",
  "Sites.Read.All",
  "Team.ReadBasic.All",
  "Channel.ReadBasic.All",
].map(ofGraph);

const JSON_BODY = { "content-type": "application/json" };

/** Entries of a list that are looked at. */
const ENTRIES_MAX = 80;

/** A module that holds the answers, each with the type it has to have; and what came: things with their types, and whole answers. */
export async function answers(graph, token) {
  const lines = ['import type * as graph from "@microsoft/microsoft-graph-types";'];
  const things = [];
  const came = [];
  const say = (type, value) => {
    lines.push(`export const _${lines.length}: ${type} = ${JSON.stringify(plain(value))};`);
    things.push({ type, value });
  };
  const get = async (path, options) => {
    const answer = await ask(graph, token, path, options);
    came.push(answer);
    return answer.body;
  };
  const each = async (type, path, options) => {
    const { value } = await get(path, options);
    assert.ok(value.length > 0, `${path} is empty`);
    value.slice(0, ENTRIES_MAX).forEach((entry) => say(type, entry));
    return value;
  };

  const drive = await get("me/drive");
  say("graph.User", await get("me"));
  say("graph.Drive", drive);
  say("graph.DriveItem", await get("me/drive/root"));
  const items = await each("graph.DriveItem", "me/drive/root/children?$expand=thumbnails");
  const select = "?$select=id,name,webDavUrl,publication,sharepointIds";
  await each("graph.DriveItem", `drives/${drive.id}/root/children${select}`);
  const named = (name) => items.find((item) => item.name === name);
  const shortcuts = await each("graph.DriveItem", `me/drive/items/${named("Customers").id}/children`);
  assert.ok(shortcuts.some((item) => item.remoteItem), "a shortcut is among them");
  await each("graph.ThumbnailSet", `me/drive/items/${named("Roadmap.pptx").id}/thumbnails`);
  await each("graph.Permission", `me/drive/items/${named("Roadmap.pptx").id}/permissions`);
  await each("graph.Permission", `me/drive/items/${named("Strategy 2027.pptx").id}/permissions`);
  await each("graph.DriveItem", "me/drive/root/search(q='crane')");
  await each("graph.DriveItem", "me/drive/sharedWithMe");

  const share = `u!${Buffer.from(named("Roadmap.pptx").webUrl).toString("base64url")}`;
  say("graph.SharedDriveItem", await get(`shares/${share}`));
  say("graph.DriveItem", await get(`shares/${share}/driveItem`));

  await each("graph.Site", "me/followedSites");
  const [site] = await each("graph.Site", "sites?search=harbour");
  say("graph.Site", await get(`sites/${site.id}`));
  say("graph.Drive", await get(`sites/${site.id}/drive`));
  await each("graph.Drive", `sites/${site.id}/drives`);
  await each("graph.DriveItem", `sites/${site.id}/drive/root/children`);

  const [team] = await each("graph.Team", "me/joinedTeams");
  say("graph.Team", await get(`teams/${team.id}`));
  const channels = await each("graph.Channel", `teams/${team.id}/channels`);
  const channel = `teams/${team.id}/channels/${encodeURIComponent(channels.find((one) => one.displayName === "General").id)}`;
  say("graph.Channel", await get(channel));
  say("graph.DriveItem", await get(`${channel}/filesFolder`));

  await each("graph.AadUserConversationMember", `${channel}/members`);
  await memberships(get, say, each);

  const headers = { ConsistencyLevel: "eventual" };
  const [colleague] = await each("graph.User", 'users?$search="displayName:mi"&$count=true', { headers });
  say("graph.User", await get(`users/${colleague.id}`));

  await search(get, say);
  say("graph.PublicError", (await get("me/drive/items/nothing", { status: 404 })).error);
  await untyped(get, drive, named("Roadmap.pptx"));
  return { module: `${lines.join("\n")}\n`, record: { things, answers: came } };
}

/** What no type describes as a whole: pages of lists, the answers of a batch, refusals. */
async function untyped(get, drive, item) {
  await get(`drives/${drive.id}`);
  await get(`drives/${drive.id}/root/search(q='crane')?$top=1`);
  await get(`drives/${drive.id}/items/${item.id}`);
  await get(`drives/${drive.id}/items/${item.id}/thumbnails`);
  await get(`drives/${drive.id}/items/${item.id}/permissions`);
  const requests = ["me", `drives/${drive.id}/items/nothing`].map((url, id) => ({ id: `${id}`, method: "GET", url: `/${url}` }));
  await get("$batch", { method: "POST", headers: JSON_BODY, body: JSON.stringify({ requests }) });
  await get(`drives/${drive.id}/items/nothing`, { status: 404 });
  await get("me/joinedTeams?$top=1", { status: 400 });
  await get("sites/nothing", { status: 404 });
}

/** Members of teams, channels and groups, changes to them, and a subscription to those. */
async function memberships(get, say, each) {
  const { value } = await get("me/joinedTeams");
  const { id } = value.find((team) => team.displayName === "Quay works");
  await each("graph.AadUserConversationMember", `teams/${id}/members`);
  const board = value.find((team) => team.displayName === "Harbour project").id;
  const { value: channels } = await get(`teams/${board}/channels`);
  const own = channels.find((channel) => channel.displayName === "Board").id;
  await each("graph.AadUserConversationMember", `teams/${board}/channels/${encodeURIComponent(own)}/allMembers`);
  await each("graph.User", `groups/${id}/members`);
  await each("graph.Group", `groups/delta?$select=displayName,members&$filter=id eq '${id}'`);

  const receiver = createServer((request, answer) => {
    answer.setHeader("content-type", "text/plain");
    answer.end(new URL(request.url, "http://localhost").searchParams.get("validationToken"));
  });
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const notificationUrl = `http://127.0.0.1:${receiver.address().port}/`;
  const expirationDateTime = new Date(Date.now() + 600_000).toISOString();
  const wish = { resource: `/teams/${id}/members`, changeType: "created,deleted", notificationUrl, expirationDateTime };
  const headers = { "content-type": "application/json" };
  say("graph.Subscription", await get("subscriptions", { method: "POST", status: 201, headers, body: JSON.stringify(wish) }));
  await each("graph.Subscription", "subscriptions");
  receiver.close();
}

/** Hits hold their item as an entity of any kind, so the items are looked at as what they are. */
async function search(get, say) {
  const requests = [{ entityTypes: ["driveItem"], query: { queryString: "budget" } }];
  const { value } = await get("search/query", { method: "POST", headers: JSON_BODY, body: JSON.stringify({ requests }) });
  const [{ hitsContainers, ...response }] = value;
  const [{ hits, ...container }] = hitsContainers;
  say("graph.SearchResponse", response);
  say("graph.SearchHitsContainer", container);
  assert.ok(hits.length > 3, "something is found");
  for (const { resource, ...hit } of hits) {
    say("graph.SearchHit", hit);
    say("graph.DriveItem", resource);
  }
}

function ofGraph(scope) {
  return `https://graph.microsoft.com/${scope}`;
}

async function ask(graph, token, path, { status = 200, headers, ...options } = {}) {
  const all = { ...headers, authorization: `Bearer ${token}` };
  const answer = await fetch(`${graph}/v1.0/${path}`, { ...options, headers: all });
  const body = await answer.json();
  assert.equal(answer.status, status, `${path}: ${JSON.stringify(body)}`);
  return { method: options.method ?? "GET", path: `/${path.split("?")[0]}`, status, body };
}

/**
 * What Microsoft sends, as its documentation shows, and its types do not know: a mail address beside a person's name, the group that
 * owns a library, and the ids of a request beside its error.
 * https://learn.microsoft.com/graph/api/drive-get https://learn.microsoft.com/graph/errors
 */
const beyond = {
  email: (owner) => "displayName" in owner && "id" in owner,
  group: (_, name) => name === "owner",
  date: (_, name) => name === "innerError",
  "request-id": (_, name) => name === "innerError",
  "client-request-id": (_, name) => name === "innerError",
};

/** Without annotations, which stand beside the types, and without what the types do not know. */
function plain(value, of) {
  if (Array.isArray(value)) return value.map((entry) => plain(entry, of));
  if (value === null || typeof value !== "object") return value;
  const isTyped = (name) => !name.includes("@") && !beyond[name]?.(value, of);
  const members = Object.entries(value).filter(([name]) => isTyped(name));
  return Object.fromEntries(members.map(([name, member]) => [name, plain(member, name)]));
}
