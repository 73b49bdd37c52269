// The conversation with Microsoft's own Office.js, where the pane loads that instead of the stand-in: texts of JSON between the frames,
// as the library in the npm package `@microsoft/office-js` speaks them. Only what starts the pane and signs somebody in has an answer.

/** What the pane's address says of the conversation, in the library's words; the last part has to be the last. */
export const xdmInfo = () => `#&_serializer_version=1&_xdm_Info=conversation|pane|${location.origin}`;

const REQUEST = 0;
const RESPONSE = 1;
/** `getAccessToken`, as a method of the mailbox's host. */
const ACCESS_TOKEN = 98;

/** Whether a message is of this conversation; then its request. */
export function requestOf(data) {
  if (typeof data !== "string") {
    return undefined;
  }
  try {
    const request = JSON.parse(data);
    return request?._messageType === REQUEST && typeof request._actionName === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}

/** The text that answers a request. */
export const responseTo = ({ _actionName, _conversationId, _correlationId, _origin }, data) =>
  JSON.stringify({
    _messageType: RESPONSE,
    _actionName,
    _conversationId,
    _correlationId,
    _origin,
    _errorCode: 0,
    _responseType: 0,
    _data: data,
    _serializerVersion: 1,
  });

/** What the library is told of the application that shows the pane. */
const appContext = (reading) => ({
  _id: "pane",
  _appName: 64,
  _appVersion: "16.01",
  _appUILocale: "en-US",
  _dataLocale: "en-US",
  _docUrl: location.href,
  _clientMode: reading ? 0 : 1,
  _settings: {},
  _reason: "documentOpened",
  _osfControlType: 1,
  _eToken: "",
  _correlationId: crypto.randomUUID(),
  _requirementMatrix: JSON.stringify({ mailbox: "1.14", IdentityAPI: "1.3", NestedAppAuth: "1.1" }),
});

/** The answer to a request, by the means of Outlook's page. */
export async function answerTo({ _actionName, _data }, { reading, initialData, accessToken }) {
  if (_actionName === "ContextActivationManager_getAppContextAsync") {
    return appContext(reading());
  }
  if (_data?.DdaMethod?.DispatchId === ACCESS_TOKEN) {
    const answer = await accessToken(_data.DdaMethod);
    return { DdaMethod: _data.DdaMethod, Error: answer.code ?? 0, accessToken: answer.token };
  }
  if (_actionName === "GetInitialData") {
    return initialData();
  }
  return {};
}
