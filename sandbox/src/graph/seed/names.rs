//! Names that break programs: every script and direction, composed and combining, and characters that mean something in
//! URLs, OData, HTML or a shell.

/// Names of files, each allowed in OneDrive. `<` and `>` are not, so markup appears as entities and in full width.
pub const IN_ANY_SCRIPT: &[&str] = &[
    "تقرير الميزانية السنوية ٢٠٢٦.docx",
    "عرض تقديمي (final) v2.pptx",
    "דוח כספי רבעוני.xlsx",
    "年度预算报告.docx",
    "會議記錄與待辦事項.docx",
    "議事録と今後の予定.docx",
    "ﾊﾝｶｸ ｶﾀｶﾅ.txt",
    "회의록 및 일정.docx",
    "รายงานประจำปี.pdf",
    "वार्षिक रिपोर्ट.pdf",
    "ετήσια έκθεση.pdf",
    "Годовой отчёт.xlsx",
    "Ընդհանուր տեղեկատվություն.txt",
    "საანგარიშო.txt",
    "İstanbul ışığı.jpg",
    "Straße nach Überlingen.jpg",
    "re\u{301}sume\u{301} combining.docx",
    "résumé composed.docx",
    "Z\u{335}\u{321}a\u{321}\u{489}l\u{337}g\u{322}o\u{338}.txt",
    "👩‍👩‍👧‍👦 family 👍🏽.png",
    "🏳️‍🌈 flag 🇺🇳.png",
    "\u{202e}fdp.exe reversed.txt",
    "zero\u{200b}width\u{200d}joined.txt",
    "non\u{a0}breaking space.txt",
    "It's Ada's.txt",
    "''two quotes''.txt",
    "100%25.txt",
    "100% done.txt",
    "%2e%2e%2fetc.txt",
    "a#b.txt",
    "a+b c.txt",
    "a&b=c;d.txt",
    "(parentheses) [brackets] {braces}.txt",
    "$select=id,@odata.txt",
    "`$(touch x)`.txt",
    "~tilde !bang ^caret.txt",
    "comma, semicolon; done.txt",
    "&lt;b&gt;bold&lt;&#47;b&gt;.txt",
    "＜img src=x onerror=alert(1)＞.png",
    "javascript&colon;alert(1).html",
    "{{7+7}} ${7+7}.txt",
    "no ending",
    ".starts with a dot",
    "many.dots.in.one.name.txt",
    "UPPERCASE.PDF",
    LONGEST,
    LONGEST_WIDE,
];

/// More of the kind, for a library: what looks like a space at an end, more directions, signs of addresses.
pub const ODD_NAMES: &[&str] = &[
    "Ends in a no-break space\u{a0}",
    "Ends in an ideographic space\u{3000}",
    "\u{2003}Begins with an em space.txt",
    "Space before the ending .txt",
    "תוכנית 12 (עותק) final.docx",
    "عقد رقم 7 - copy (2).pdf",
    "\u{2067}isolated رقم\u{2069}.txt",
    "👨‍🚀 launch plan 🚀.pptx",
    "It's “quoted”, isn't it.docx",
    "50% off #1.xlsx",
    "%41%42 is not AB.txt",
    "percent%2Fslash.txt",
    "##.txt",
    "where？.txt",
    LONGEST,
];

/// 255 characters, the most that OneDrive allows.
const LONGEST: &str = concat!(
    "A name of 255 characters - ",
    "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-",
    "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-",
    "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-abcdefgh.txt",
);

/// The same without a place to break a line.
const LONGEST_WIDE: &str = concat!(
    "長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書",
    "長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書",
    "長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書",
    "長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書",
    "長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書長い名前の文書",
    "文書.docx",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_names_are_as_long_as_onedrive_allows() {
        assert_eq!(LONGEST.encode_utf16().count(), 255);
        assert!((240..=255).contains(&LONGEST_WIDE.encode_utf16().count()));
    }
}
