//! The menu of the person: who it is, how the app looks, signing out.

use contract::session::PersonView;
use leptos::prelude::*;

use super::picture::PictureAddress;
use crate::model::format::initials;
use crate::model::sign_out::SignOut;
use crate::model::theme::Theme;
use crate::text;

/// The menu.
#[component]
pub fn AccountMenu(
    /// Who is signed in.
    person: PersonView,
    /// Their picture, once it is there.
    photo: RwSignal<Option<PictureAddress>>,
    /// How the app looks.
    theme: RwSignal<Theme>,
    /// Tells how the person was signed in, where there is something to tell.
    #[prop(optional_no_strip)]
    on_explain: Option<Callback<()>>,
    /// Signs out.
    on_sign_out: Callback<SignOut>,
) -> impl IntoView {
    let PersonView { name, username } = person;
    let label = format!("{}: {name}", text::ACCOUNT);
    view! {
        <fluent-menu class="account">
            <fluent-button
                id="account"
                slot="trigger"
                appearance="subtle"
                shape="circular"
                icon-only=""
                aria-label=label
            >
                <Avatar name=name.clone() photo/>
            </fluent-button>
            <fluent-menu-list>
                <div class="person" role="presentation">
                    <bdi class="name">{name}</bdi>
                    <bdi class="username">{username}</bdi>
                </div>
                <hr role="separator"/>
                <div class="menu-title" role="presentation">{text::THEME}</div>
                {Theme::ALL.map(|choice| view! { <ThemeItem choice theme/> }).into_iter().collect_view()}
                <hr role="separator"/>
                {on_explain.map(|explain| view! {
                    <fluent-menu-item id="how-signed-in" on:change=move |_| explain.run(())>
                        {text::HOW_SIGNED_IN}
                    </fluent-menu-item>
                })}
                <SignOutItem id="sign-out" choice=SignOut::Everything label=text::SIGN_OUT on_sign_out/>
                <SignOutItem id="sign-out-here" choice=SignOut::MooringOnly label=text::SIGN_OUT_HERE on_sign_out/>
                <SignOutItem
                    id="sign-out-everywhere"
                    choice=SignOut::Everywhere
                    label=text::SIGN_OUT_EVERYWHERE
                    on_sign_out
                />
            </fluent-menu-list>
        </fluent-menu>
    }
}

/// The initials, then the picture. Fluent's avatar carries forty palettes that nobody sees here.
#[component]
fn Avatar(name: String, photo: RwSignal<Option<PictureAddress>>) -> impl IntoView {
    let initials = initials(&name);
    let picture = move || {
        photo.with(|photo| {
            let address = photo.as_ref()?.as_str().to_owned();
            Some(view! { <img src=address alt=""/> })
        })
    };
    view! { <span class="avatar" aria-hidden="true">{initials} {picture}</span> }
}

/// A look. Fluent's items tell by `change` that they were chosen, by mouse or keyboard.
#[component]
fn ThemeItem(choice: Theme, theme: RwSignal<Theme>) -> impl IntoView {
    view! {
        <fluent-menu-item
            id=format!("theme-{}", choice.name())
            role="menuitemradio"
            checked=move || theme.get() == choice
            on:change=move |event| {
                if event_target_checked(&event) {
                    theme.set(choice);
                }
            }
        >
            {text::theme(choice)}
        </fluent-menu-item>
    }
}

/// A way to sign out.
#[component]
fn SignOutItem(
    id: &'static str,
    choice: SignOut,
    label: &'static str,
    on_sign_out: Callback<SignOut>,
) -> impl IntoView {
    view! {
        <fluent-menu-item id=id on:change=move |_| on_sign_out.run(choice)>{label}</fluent-menu-item>
    }
}
