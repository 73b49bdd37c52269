// The elements of Microsoft's Fluent UI that the views use, and no others: each costs one to two kilobytes.
// The themes are custom properties in style.css, which weigh a third of what `setTheme` and the token objects do, and
// are there before the first script.

import "@fluentui/web-components/anchor-button/define.js";
import "@fluentui/web-components/button/define.js";
import "@fluentui/web-components/menu/define.js";
import "@fluentui/web-components/menu-item/define.js";
import "@fluentui/web-components/menu-list/define.js";
import "@fluentui/web-components/message-bar/define.js";
import "@fluentui/web-components/spinner/define.js";
import "@fluentui/web-components/text-input/define.js";

// Fluent leaves the arrow keys in a menu to the `focusgroup` attribute, which not every browser has yet.
if (!("focusgroup" in HTMLElement.prototype)) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("fluent-menu-list");
    const step = steps[event.key];
    if (!menu || !step) {
      return;
    }
    const items = [...menu.querySelectorAll("fluent-menu-item")];
    const next = (items.indexOf(event.target) + step + items.length) % items.length;
    event.preventDefault();
    items[next].focus();
  });
}
