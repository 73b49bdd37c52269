//! Drawings. They say nothing that the words beside them do not say, and follow the theme's colors.
//!
//! Each is constant markup: as views, their many small elements would weigh more than all pages together.

use leptos::prelude::*;

/// A drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A folder at rest.
    EmptyFolder,
    /// A buoy that broke loose.
    Adrift,
    /// A boat that is moored below a cloud of files.
    Moored,
    /// The four squares of Microsoft's sign-in button.
    /// <https://learn.microsoft.com/entra/identity-platform/howto-add-branding-in-apps>
    MicrosoftLogo,
    /// Our own sign: an anchor in a rounded square.
    Brand,
    /// A magnifying glass.
    Search,
    /// An arrow up.
    Sort,
}

/// Shows a drawing.
#[component]
pub fn Illustration(
    /// Which.
    drawing: Drawing,
) -> impl IntoView {
    let (class, view_box, markup) = match drawing {
        Drawing::EmptyFolder => ("illustration", "0 0 160 120", EMPTY_FOLDER),
        Drawing::Adrift => ("illustration", "0 0 160 120", ADRIFT),
        Drawing::Moored => ("illustration illustration-wide", "0 0 320 200", MOORED),
        Drawing::MicrosoftLogo => ("microsoft", "0 0 21 21", MICROSOFT_LOGO),
        Drawing::Brand => ("brand-sign", "0 0 32 32", BRAND),
        Drawing::Search => ("glyph", "0 0 20 20", SEARCH),
        Drawing::Sort => ("glyph sort", "0 0 12 12", SORT),
    };
    view! { <svg class=class viewBox=view_box aria-hidden="true" inner_html=markup></svg> }
}

const EMPTY_FOLDER: &str = "\
    <ellipse class='ink-shade' cx='80' cy='106' rx='58' ry='6'/> \
    <path class='ink-soft' d='M32 34a6 6 0 0 1 6-6h26l10 10h48a6 6 0 0 1 6 6v50a6 6 0 0 1-6 6H38a6 6 0 0 1-6-6Z'/> \
    <path class='ink-paper' d='M46 44h68v40H46z'/> \
    <path class='ink-line' d='M54 54h36M54 62h48'/> \
    <path class='ink-brand' d='M24 58a5 5 0 0 1 5-6h102a5 5 0 0 1 5 6l-6 37a6 6 0 0 1-6 5H36a6 6 0 0 1-6-5Z'/>";
const ADRIFT: &str = "\
    <circle class='ink-soft' cx='118' cy='34' r='14'/> \
    <g transform='rotate(-12 76 62)'> \
    <path class='ink-line' d='M76 30v18'/> \
    <circle class='ink-alert' cx='76' cy='27' r='5'/> \
    <path class='ink-paper' d='M60 84 68 48h16l8 36Z'/> \
    <path class='ink-alert' d='m63 70 3-13h20l3 13Z'/></g> \
    <path class='ink-brand' d='M8 82c12 0 12-8 24-8s12 8 24 8 12-8 24-8 12 8 24 8 12-8 24-8 12 8 24 8v26H8Z'/> \
    <path class='ink-wave' d='M20 96c10 0 10-5 20-5s10 5 20 5M92 98c10 0 10-5 20-5s10 5 20 5'/>";
const MOORED: &str = "\
    <circle class='ink-soft' cx='244' cy='62' r='30'/> \
    <path class='ink-paper' d='M84 88a24 24 0 0 1 3-48 34 34 0 0 1 65-6 27 27 0 0 1 19 54Z'/> \
    <rect class='ink-document' x='104' y='52' width='24' height='30' rx='3'/> \
    <rect class='ink-spreadsheet' x='134' y='46' width='24' height='30' rx='3'/> \
    <path class='ink-mark' d='M109 61h14M109 67h14M109 73h8M139 55h14M139 61h14M146 52v18'/> \
    <path class='ink-rope' d='M122 88c-6 34 16 52 62 52'/> \
    <path class='ink-line' d='M222 140V72'/> \
    <path class='ink-paper' d='m226 78 34 50h-34Z'/> \
    <path class='ink-soft' d='m218 86-26 42h26Z'/> \
    <path class='ink-deep' d='M178 138h94l-14 24h-66Z'/> \
    <path class='ink-brand' d='M20 158c16 0 16-10 32-10s16 10 32 10 16-10 32-10 16 10 32 10 16-10 32-10 16 10 32 10 16-10 32-10 16 10 32 10 16-10 24-10v46a8 8 0 0 1-8 8H28a8 8 0 0 1-8-8Z'/> \
    <path class='ink-wave' d='M48 178c10 0 10-5 20-5s10 5 20 5M140 182c10 0 10-5 20-5s10 5 20 5M224 177c10 0 10-5 20-5s10 5 20 5'/>";
const MICROSOFT_LOGO: &str = "\
    <path fill='#f25022' d='M0 0h10v10H0z'/> \
    <path fill='#7fba00' d='M11 0h10v10H11z'/> \
    <path fill='#00a4ef' d='M0 11h10v10H0z'/> \
    <path fill='#ffb900' d='M11 11h10v10H11z'/>";
const BRAND: &str = "\
    <rect class='ink-brand' width='32' height='32' rx='7'/> \
    <circle class='ink-mark' cx='16' cy='9' r='2.6'/> \
    <path class='ink-mark' d='M16 12v13M11.5 15.5h9M7.5 18.5c.5 4.5 4 7 8.5 7s8-2.5 8.5-7'/>";
const SEARCH: &str = "\
    <circle cx='8.5' cy='8.5' r='5'/> \
    <path d='m12.5 12.5 4 4'/>";
const SORT: &str = "\
    <path d='M6 10V2M3 5l3-3 3 3'/>";
