// The part of Microsoft's library for Office that the app uses. Loaded in Outlook only: in any other frame Office.js empties the page.

import { isInOffice } from "./office-host.js";

// Shares of the screen.
const DIALOG = { height: 60, width: 30, promptBeforeOpen: false };

let loading;

/** Loads Office.js, once. */
export function prepare() {
  loading ??= load();
  return loading;
}

/** Office.js takes two functions of the history away that the app needs: they are put back. */
async function load() {
  const { pushState, replaceState } = history;
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.officeJs;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error("absent")));
    document.head.append(script);
  });
  await Office.onReady();
  Object.assign(history, { pushState, replaceState });
}

/** Begins the conversation with Outlook, whose theme is heard. It does not say who is there. Fails when this is not Outlook. */
export async function start(_origins, onTheme) {
  if (!isInOffice()) {
    throw new Error("absent");
  }
  await prepare();
  if (Office.context.host !== Office.HostType.Outlook) {
    throw new Error("absent");
  }
  Office.context.mailbox.addHandlerAsync?.(Office.EventType.OfficeThemeChanged, () => onTheme(theme()));
  onTheme(theme());
  return {};
}

function theme() {
  return Office.context.officeTheme?.isDarkTheme ? "dark" : "default";
}

/** An access token for our API; Office may ask the person when it need not be silent. Fails with Office's number. */
export async function getToken(silent, claims) {
  const options = { allowSignInPrompt: !silent, allowConsentPrompt: !silent };
  try {
    return await Office.auth.getAccessToken({ ...options, ...(claims.length > 0 && { authChallenge: claims[0] }) });
  } catch (error) {
    throw new Error(String(error.code));
  }
}

/** Opens a page of ours in Office's dialog; resolves with what it hands over. */
export function openWindow(path) {
  return new Promise((resolve, reject) => {
    Office.context.ui.displayDialogAsync(`${location.origin}${path}&by=outlook`, DIALOG, ({ status, value, error }) => {
      if (status !== Office.AsyncResultStatus.Succeeded) {
        reject(new Error(String(error.code)));
        return;
      }
      value.addEventHandler(Office.EventType.DialogMessageReceived, ({ message }) => {
        value.close();
        resolve(message);
      });
      // 12006: the person closed it.
      value.addEventHandler(Office.EventType.DialogEventReceived, ({ error: number }) => reject(new Error(String(number))));
    });
  });
}

/** In that dialog: hands over, and the pane closes it. */
export async function handOver(outcome) {
  await prepare();
  Office.context.ui.messageParent(outcome, { targetOrigin: location.origin });
}

/** Outlook shows the pane at once; there is nothing to tell it. */
export function notifyReady() {}
