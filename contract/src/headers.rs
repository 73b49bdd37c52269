//! Response headers that stand on every answer, whoever sends it: the worker adds them to its own, and the build writes
//! them into the platform's `_headers` file for the hashed files that are served without running the worker.

/// What scripts may do on our pages, as a Content Security Policy without `frame-ancestors`, which depends on the
/// surface (S5-09). No inline script, no `eval`; `wasm-unsafe-eval` only allows WebAssembly to compile (S5-11).
/// Thumbnails are shown from `blob:` addresses because an `<img>` cannot send the header of S5-05.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
     img-src 'self' data: blob:; style-src 'self'; font-src 'self'; manifest-src 'self'; object-src 'none'; \
     base-uri 'none'; form-action 'self'";

/// Who may show the app as a tab: Teams, and the Microsoft 365 app and Outlook, which show personal tabs too.
/// <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements>
pub const TEAMS_ANCESTORS: &str = "https://*.cloud.microsoft https://teams.microsoft.com https://*.teams.microsoft.com \
     https://*.microsoft365.com https://*.office.com https://outlook.office.com https://outlook.office365.com \
     https://outlook-sdf.office.com https://outlook-sdf.office365.com https://outlook.live.com";

/// Who may show the add-in's pane in a frame: Outlook in browsers. Elsewhere the pane is a window of its own.
/// <https://learn.microsoft.com/office/dev/add-ins/concepts/privacy-and-security>
pub const OUTLOOK_ANCESTORS: &str = "https://*.cloud.microsoft https://outlook.office.com https://outlook.office365.com \
     https://outlook-sdf.office.com https://outlook-sdf.office365.com https://outlook.live.com";

/// The policy of answers that are no pages: nothing may run, load or frame them.
pub const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Who keeps a handle on whose window. The page that signs a frame's person in is the exception to [`ALWAYS`]: it was opened from
/// within another site, and would lose the frame that waits for it.
pub const OPENER_POLICY: &str = "cross-origin-opener-policy";

/// Who may load an answer into a page. What other web apps load of us is the exception to [`ALWAYS`].
pub const RESOURCE_POLICY: &str = "cross-origin-resource-policy";

/// Headers of every answer (S5-15): transport, sniffing, referrer, isolation, powers of the page.
pub const ALWAYS: &[(&str, &str)] = &[
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    // A popup that signs in must be able to report back.
    (OPENER_POLICY, "same-origin-allow-popups"),
    (RESOURCE_POLICY, "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Caching of files whose name holds their hash.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// Caching of what keeps its address while it changes.
pub const REVALIDATED: &str = "public, max-age=300, must-revalidate";
/// Caching of everything that belongs to a person or a moment.
pub const NO_STORE: &str = "no-store";
