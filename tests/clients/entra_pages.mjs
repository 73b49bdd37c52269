// A person at the sandbox's Entra without a browser: reads its pages, submits their forms, keeps their cookies.

/** More steps than any sign-in has. */
const STEPS_MAX = 12;

/** Goes through the pages as this person until the browser is sent to the redirect URI; answers that address. */
export async function walk(authorize, redirectUri, oid) {
  const cookies = new Map();
  let url = new URL(authorize);
  let request = {};
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const answer = await send(url, request, cookies);
    const location = answer.headers.get("location");
    if (location) {
      url = new URL(location, url);
      if (url.href.startsWith(redirectUri)) {
        return url;
      }
      request = {};
    } else {
      const form = wayOn(await answer.text(), oid);
      url = new URL(form.action, url);
      request = { method: "POST", body: form.fields };
    }
  }
  throw new Error(`Entra's pages never end, last at ${url.pathname}`);
}

async function send(url, request, cookies) {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const answer = await fetch(url, { ...request, redirect: "manual", headers: { cookie } });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    cookies.set(name, value);
  }
  return answer;
}

/** The form with the button that leads on, with its hidden fields and the button's own. */
function wayOn(html, oid) {
  const forms = html.split("<form").slice(1).map((rest) => rest.split("</form>")[0]);
  for (const id of ["accept", "approve-mfa", `account-${oid}`]) {
    const form = forms.find((text) => text.includes(`id="${id}"`));
    if (form) {
      const tags = form.match(/<(?:input|button)[^>]*>/g);
      const sent = tags.filter((tag) => attribute(tag, "type") === "hidden" || attribute(tag, "id") === id);
      const fields = new URLSearchParams(sent.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]));
      return { action: attribute(form.split(">")[0], "action"), fields };
    }
  }
  throw new Error(`no way on from Entra's page: ${html}`);
}

function attribute(tag, name) {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
