// For other web apps: lets people pick documents of OneDrive, SharePoint and Teams. Types and sentences stand in mooring.d.ts.
//
// Nothing but messages of the expected form, from the expected window of the expected origin, counts; and nothing is sent but to that
// origin. What comes back is rebuilt member by member.

(() => {
  const KINDS = ["files", "folders", "all"];
  const PLACES = ["my-files", "recent", "shared", "sites", "teams"];
  const PRESENTATIONS = ["popup", "frame"];
  const TEXTS = ["driveId", "itemId", "name", "kind"];
  const FEATURES = "popup,width=1020,height=720";
  const LOOK_MS = 400;
  const FRAME_MS = 20000;
  const home = document.currentScript ? new URL(document.currentScript.src).origin : undefined;

  class MooringError extends Error {
    constructor(code, message) {
      super(message);
      this.name = "MooringError";
      this.code = code;
    }
  }

  const refuse = (what) => {
    throw new MooringError("invalid_options", `Mooring.pick: ${what}`);
  };

  const one = (name, value, known) => {
    if (value !== undefined && !known.includes(value)) {
      refuse(`${name} is one of ${known.join(", ")}`);
    }
    return value;
  };

  /** What the picker is told, and how it is shown. */
  function read({ origin = home, presentation = "popup", container, ...options } = {}) {
    const names = ["multiple", "kinds", "extensions", "start", "folder"];
    for (const name of Object.keys(options)) {
      if (!names.includes(name)) {
        refuse(`there is no option ${name}`);
      }
    }
    one("kinds", options.kinds, KINDS);
    one("start", options.start, PLACES);
    one("presentation", presentation, PRESENTATIONS);
    if (options.multiple !== undefined && typeof options.multiple !== "boolean") {
      refuse("multiple is true or false");
    }
    const { extensions, folder } = options;
    const isExtension = (text) => typeof text === "string" && /^[a-z0-9]{1,10}$/i.test(text);
    if (extensions !== undefined && !(Array.isArray(extensions) && extensions.length <= 20 && extensions.every(isExtension))) {
      refuse("extensions are at most twenty words such as pdf, without dots");
    }
    if (folder !== undefined && !(typeof folder === "string" && /^[0-9a-f]{32}$/.test(folder))) {
      refuse("folder is the id of a folder of Mooring: 32 digits, as in its address");
    }
    if (presentation === "frame" && !(container instanceof Element)) {
      refuse("a frame needs a container");
    }
    let parsed;
    try {
      parsed = new URL(origin);
    } catch {
      refuse("origin is the address of Mooring");
    }
    const local = parsed.protocol === "http:" && parsed.hostname === "localhost";
    if (parsed.origin !== origin || (parsed.protocol !== "https:" && !local)) {
      refuse("origin is an https origin without a path");
    }
    // What is undefined is not there; the page would look at it.
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    return { origin, presentation, container, options: Object.fromEntries(given) };
  }

  /** One thing that was picked, with the members that are known and nothing else. */
  function picked(item) {
    const made = {};
    for (const name of TEXTS) {
      if (typeof item?.[name] !== "string") {
        throw new MooringError("bad_answer", "Mooring answered in another form");
      }
      made[name] = item[name];
    }
    if (typeof item.mimeType === "string") made.mimeType = item.mimeType;
    if (typeof item.size === "number") made.size = item.size;
    if (typeof item.webUrl === "string" && /^https?:\/\//.test(item.webUrl)) made.webUrl = item.webUrl;
    return made;
  }

  /** Shows the page; answers its window, whether it is still there, and how it goes. */
  function show({ origin, presentation, container }) {
    const address = `${origin}/embed/picker`;
    if (presentation === "popup") {
      const opened = window.open(address, "_blank", FEATURES);
      if (!opened) {
        throw new MooringError("popup_blocked", "The browser opened no window: call Mooring.pick in a click");
      }
      return { view: () => opened, isGone: () => opened.closed, close: () => opened.close() };
    }
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.title = "Mooring";
    frame.style.cssText = "border:0;width:100%;height:100%";
    container.append(frame);
    return { view: () => frame.contentWindow, isGone: () => !frame.isConnected, close: () => frame.remove() };
  }

  async function pick(wanted) {
    const { origin, presentation, container, options } = read(wanted);
    const shown = show({ origin, presentation, container });
    const id = crypto.randomUUID();
    let greeted = false;
    let look;
    let hear;
    try {
      return await new Promise((resolve, reject) => {
        const began = Date.now();
        hear = ({ source, origin: from, data }) => {
          if (source !== shown.view() || from !== origin || typeof data?.mooring !== "string") {
            return;
          }
          if (data.mooring === "ready") {
            greeted = true;
            source.postMessage({ mooring: "options", id, options }, origin);
          } else if (data.id !== id) {
            return;
          } else if (data.mooring === "picked" && Array.isArray(data.items)) {
            try {
              resolve(data.items.map(picked));
            } catch (error) {
              reject(error);
            }
          } else if (data.mooring === "cancelled") {
            resolve([]);
          } else if (data.mooring === "failed") {
            reject(new MooringError("invalid_options", "Mooring does not take these options"));
          }
        };
        const silent = () =>
          reject(new MooringError("origin_not_registered", `Mooring did not answer ${location.origin}: is it registered there?`));
        look = setInterval(() => {
          if (shown.isGone()) {
            greeted ? resolve([]) : silent();
          } else if (presentation === "frame" && !greeted && Date.now() - began > FRAME_MS) {
            silent();
          }
        }, LOOK_MS);
        addEventListener("message", hear);
      });
    } finally {
      clearInterval(look);
      removeEventListener("message", hear);
      shown.close();
    }
  }

  class MooringPicker extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) {
        return;
      }
      const root = this.attachShadow({ mode: "open" });
      root.innerHTML = '<button type="button" part="button"><slot>Choose documents</slot></button><div part="container"></div>';
      root.querySelector("button").addEventListener("click", () => this.pick());
    }

    /** Picks with the element's attributes; tells by the events `picked` and `failed`. */
    async pick() {
      const text = (name) => this.getAttribute(name) ?? undefined;
      const options = { origin: text("origin"), presentation: text("presentation"), kinds: text("kinds") };
      Object.assign(options, { start: text("start"), folder: text("folder") });
      options.multiple = this.hasAttribute("multiple") ? this.getAttribute("multiple") !== "false" : undefined;
      options.extensions = text("extensions")?.split(",").map((one) => one.trim());
      options.container = this.shadowRoot.querySelector("[part=container]");
      try {
        const detail = await pick(options);
        this.dispatchEvent(new CustomEvent("picked", { detail, bubbles: true, composed: true }));
      } catch (detail) {
        this.dispatchEvent(new CustomEvent("failed", { detail, bubbles: true, composed: true }));
      }
    }
  }

  customElements.define("mooring-picker", MooringPicker);
  globalThis.Mooring = Object.freeze({ pick, MooringError });
})();
