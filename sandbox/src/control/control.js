// The control page: buttons call the control API, and every two seconds the page shows what the sandbox says.

const element = (id) => document.getElementById(id);

async function call(method, path, body) {
  const headers = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(path, { method, headers, body });
  element("outcome").textContent = answer.ok ? `Done: ${method} ${path}` : `Refused: ${await answer.text()}`;
  await show();
}

function cell(text) {
  const data = document.createElement("td");
  data.textContent = text ?? "";
  return data;
}

function entryRow(entry) {
  const row = document.createElement("tr");
  const time = new Date(entry.at * 1000).toLocaleTimeString();
  const request = [entry.method, entry.path, entry.grant_type].filter(Boolean).join(" ");
  const writes = entry.drive_writes.join(", ");
  row.append(cell(time), cell(entry.service), cell(request), cell(entry.status ?? "dropped"), cell(entry.fault), cell(writes));
  return row;
}

function faultItem(fault) {
  const item = document.createElement("li");
  const off = document.createElement("button");
  off.type = "button";
  off.textContent = "Switch off";
  off.addEventListener("click", () => call("DELETE", `/api/faults/${fault.id}`));
  const left = fault.times === null ? "" : `, ${fault.times} left`;
  item.append(`${JSON.stringify(fault.kind)}${fault.person ? ` for ${fault.person}` : ""}${left} `, off);
  return item;
}

let shown = "";

async function show() {
  const [state, journal] = await Promise.all(
    ["/api/state", "/api/journal"].map(async (path) => (await fetch(path)).json()),
  );
  element("now").textContent = new Date(state.clock.now * 1000).toLocaleString();
  element("offset").textContent = state.clock.offset_seconds;
  element("key").textContent = state.keys[0];
  // Rebuilt only when something changed, so that the focus on a button is not lost.
  const next = JSON.stringify([state.faults, journal.length, journal.at(-1)]);
  if (next === shown) return;
  shown = next;
  element("active").replaceChildren(...state.faults.map(faultItem));
  element("entries").replaceChildren(...journal.slice(-100).reverse().map(entryRow));
}

element("reset").addEventListener("click", () => call("POST", "/api/reset"));
for (const button of document.querySelectorAll("[data-post]")) {
  button.addEventListener("click", () => call("POST", button.dataset.post, button.dataset.body));
}
for (const button of document.querySelectorAll("[data-delete]")) {
  button.addEventListener("click", () => call("DELETE", button.dataset.delete));
}

element("advance").addEventListener("submit", (event) => {
  event.preventDefault();
  const seconds = Number(new FormData(event.target).get("seconds"));
  call("POST", "/api/clock", JSON.stringify({ advance_seconds: seconds }));
});

element("item").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const body = { drive: form.drive.value, item: form.item.value };
  const { field } = form.call.selectedOptions[0].dataset;
  // `form.item` and the like are the fields: a form knows them by name. To withdraw from nobody is to withdraw from all.
  if (field && form.value.value) body[field] = form.value.value;
  call("POST", form.call.value, JSON.stringify(body));
});

// An action says where it goes and which of the fields it takes; what is empty stays behind.
element("membership").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const { method, path, takes, state } = form.call.selectedOptions[0].dataset;
  const chosen = {
    oid: form.person.value,
    name: form.value.value,
    role: form.role.value,
    members: Number(form.value.value),
    client_id: form.application.value,
    permissions: ["TeamMember.Read.Group", "ChannelMember.Read.Group"],
  };
  const taken = takes.split(" ").filter((name) => name && chosen[name] !== "");
  const body = Object.fromEntries(taken.map((name) => [name, chosen[name]]));
  if (state) body.state = state;
  const address = path.replace("{team}", form.team.value).replace("{person}", form.person.value);
  call(method, address, JSON.stringify(body));
});

element("notifications").addEventListener("submit", (event) => {
  event.preventDefault();
  call("PUT", "/api/notifications", JSON.stringify({ mode: event.target.mode.value }));
});

const fault = element("fault");
const prefill = () => (fault.details.value = fault.kind.value);
fault.kind.addEventListener("change", prefill);
prefill();
fault.addEventListener("submit", (event) => {
  event.preventDefault();
  let kind;
  try {
    kind = JSON.parse(fault.details.value);
  } catch (problem) {
    element("outcome").textContent = `The details are not JSON: ${problem.message}`;
    return;
  }
  const times = fault.times.value === "" ? null : Number(fault.times.value);
  call("POST", "/api/faults", JSON.stringify({ kind, person: fault.person.value || null, times }));
});

const poll = () => show().catch(() => (element("outcome").textContent = "The sandbox does not answer."));
poll();
setInterval(poll, 2000);
