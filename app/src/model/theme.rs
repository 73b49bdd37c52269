//! How the app looks. The choice lasts for the visit: nothing is kept in browser storage.

/// A look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Strong contrast, few colors.
    HighContrast,
}

impl Theme {
    /// All looks, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::HighContrast];

    /// The look that Teams names.
    /// <https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/access-teams-context#handle-theme-change>
    #[must_use]
    pub fn of_teams(name: &str) -> Self {
        match name {
            "dark" => Self::Dark,
            "contrast" => Self::HighContrast,
            _ => Self::Light,
        }
    }

    /// The value of `data-theme` that the style sheet knows.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::HighContrast => "high-contrast",
        }
    }
}
