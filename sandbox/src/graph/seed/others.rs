//! Everybody else's drive: Bilal's, whose names all run from right to left, and small ones.

use super::Filler;

const ARABIC: &[(&str, &[&str])] = &[
    ("العقود", &["عقد الإيجار ٢٠٢٦.pdf", "عقد العمل.docx", "ملحق (أ).docx"]),
    ("الصور", &["المرفأ عند الفجر.jpg", "فريق العمل.png", "شعار الشركة.svg"]),
    ("الميزانية", &["ميزانية ٢٠٢٥.xlsx", "ميزانية 2026 - النسخة النهائية.xlsx"]),
    ("مجلد فارغ", &[]),
];

const ARABIC_FILES: &[&str] = &[
    "أرقام الطوارئ.txt",
    "تقرير سنوي.pdf",
    "جدول المواعيد.xlsx",
    "خطة المشروع.pptx",
    "دليل الموظف.docx",
    "سجل الاجتماعات ١٢-٠٣-٢٠٢٦.docx",
    "ملاحظات.txt",
];

const PLAIN: &[(&str, &[&str])] =
    &[("Documents", &["Notes.docx", "Expenses.xlsx"]), ("Pictures", &["Portrait.jpg", "Screenshot.png"])];

const PLAIN_FILES: &[&str] = &["Getting started.pdf", "To do.txt", "Slides.pptx"];

pub(super) fn fill_arabic(filler: &mut Filler) {
    fill(filler, ARABIC, ARABIC_FILES);
}

pub(super) fn fill_plain(filler: &mut Filler) {
    fill(filler, PLAIN, PLAIN_FILES);
}

fn fill(filler: &mut Filler, folders: &[(&str, &[&str])], files: &[&str]) {
    let root = filler.root();
    for (name, inner) in folders {
        let folder = filler.folder(&root, name);
        for file in *inner {
            filler.file(&folder, file);
        }
    }
    for file in files {
        filler.file(&root, file);
    }
}
