//! What changes in a drive, and what stays.

use super::*;
use crate::people::Directory;

fn file(drive: &Drive, parent: &str, name: &str, size: u64) -> Item {
    let unique = identifier::guid(name);
    Item {
        id: identifier::item_id(&drive.key, unique),
        unique,
        name: name.to_owned(),
        kind: Kind::File,
        parent: Some(parent.to_owned()),
        children: Vec::new(),
        size,
        created: 0,
        modified: 0,
        author: drive.owner().unwrap(),
        editor: drive.owner().unwrap(),
        version: 1,
        content_version: 1,
        grants: Vec::new(),
        target: None,
    }
}

fn of_first_person() -> Drive {
    let person = &Directory::default().people()[0];
    Drive::new(Home::Person(person), person, 0)
}

#[test]
fn folders_have_the_size_of_all_they_hold() {
    let mut drive = of_first_person();
    let root = drive.root_id().to_owned();
    let folder = Item { kind: Kind::Folder, ..file(&drive, &root, "folder", 0) };
    let inner = file(&drive, &folder.id, "inner.txt", 7);
    let (folder_id, inner_id) = (folder.id.clone(), inner.id.clone());

    drive.insert(folder);
    drive.insert(inner);
    drive.insert(file(&drive, &root, "outer.txt", 5));

    assert_eq!(drive.item(&folder_id).unwrap().size, 7);
    assert_eq!(drive.item(&root).unwrap().size, 12);
    assert_eq!(drive.path(drive.item(&inner_id).unwrap()), ["folder", "inner.txt"]);

    drive.remove(&folder_id);

    assert_eq!(drive.item(&root).unwrap().size, 5);
    assert!(drive.item(&inner_id).is_none() && drive.item(&folder_id).is_none());
    assert!(drive.remove(&root).is_none());
}

#[test]
fn what_is_deleted_can_be_restored_with_all_it_held() {
    let mut drive = of_first_person();
    let root = drive.root_id().to_owned();
    let folder = Item { kind: Kind::Folder, ..file(&drive, &root, "folder", 0) };
    let inner = file(&drive, &folder.id, "inner.txt", 7);
    let (folder_id, inner_id) = (folder.id.clone(), inner.id.clone());
    drive.insert(folder);
    drive.insert(inner);

    drive.remove(&inner_id);
    drive.remove(&folder_id);
    assert!(!drive.restore(&inner_id), "its folder is gone");
    assert!(drive.restore(&folder_id) && drive.restore(&inner_id));
    assert!(!drive.restore(&inner_id), "there already");

    assert_eq!(drive.path(drive.item(&inner_id).unwrap()), ["folder", "inner.txt"]);
    assert_eq!(drive.item(&root).unwrap().size, 7);
}

#[test]
fn a_folder_moves_with_all_it_holds_but_never_into_itself() {
    let mut drive = of_first_person();
    let root = drive.root_id().to_owned();
    let outer = Item { kind: Kind::Folder, ..file(&drive, &root, "outer", 0) };
    let inner = Item { kind: Kind::Folder, ..file(&drive, &outer.id, "inner", 0) };
    let leaf = file(&drive, &inner.id, "leaf.txt", 3);
    let (outer_id, inner_id, leaf_id) = (outer.id.clone(), inner.id.clone(), leaf.id.clone());
    for item in [outer, inner, leaf] {
        drive.insert(item);
    }

    assert!(!drive.relocate(&outer_id, &inner_id) && !drive.relocate(&outer_id, &outer_id));
    assert!(!drive.relocate(&outer_id, &leaf_id) && !drive.relocate(&root, &outer_id));
    assert!(drive.relocate(&inner_id, &root));

    assert_eq!(drive.path(drive.item(&leaf_id).unwrap()), ["inner", "leaf.txt"]);
    assert_eq!((drive.item(&outer_id).unwrap().size, drive.item(&root).unwrap().size), (0, 3));
    assert_eq!(drive.at(["inner", "leaf.txt"]).unwrap().id, leaf_id);
}
