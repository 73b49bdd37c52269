//! What a vault needs of its storage: a few cells by name, written together.

/// Storage failed. The runtime's text stays in the runtime's own log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the vault's storage failed")]
pub struct StoreFault;

/// The cells of one vault. Synchronous, as the storage of a Durable Object is: between two calls nothing else runs.
pub trait Store {
    /// The value of a cell.
    ///
    /// # Errors
    /// When storage failed.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFault>;

    /// Writes a cell.
    ///
    /// # Errors
    /// When storage failed; the cell then has its old value.
    fn put(&self, name: &str, value: &[u8]) -> Result<(), StoreFault>;

    /// Removes a cell, if it is there.
    ///
    /// # Errors
    /// When storage failed.
    fn remove(&self, name: &str) -> Result<(), StoreFault>;

    /// All cells whose name starts with `prefix`.
    ///
    /// # Errors
    /// When storage failed.
    fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFault>;

    /// Removes every cell.
    ///
    /// # Errors
    /// When storage failed.
    fn clear(&self) -> Result<(), StoreFault>;
}

/// A store in memory, for tests; it can be told to fail its next write.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct MemoryStore {
    cells: std::cell::RefCell<std::collections::BTreeMap<String, Vec<u8>>>,
    /// When set, the next write fails, and nothing is written.
    pub(crate) fail_next_write: std::cell::Cell<bool>,
}

#[cfg(test)]
impl MemoryStore {
    /// Everything that lies in storage, as one blob to search through.
    pub(crate) fn dump(&self) -> Vec<u8> {
        self.cells.borrow().iter().flat_map(|(name, value)| [name.as_bytes(), value].concat()).collect()
    }

    fn write(&self) -> Result<(), StoreFault> {
        if self.fail_next_write.take() { Err(StoreFault) } else { Ok(()) }
    }
}

#[cfg(test)]
impl Store for MemoryStore {
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreFault> {
        Ok(self.cells.borrow().get(name).cloned())
    }

    fn put(&self, name: &str, value: &[u8]) -> Result<(), StoreFault> {
        self.write()?;
        self.cells.borrow_mut().insert(name.to_owned(), value.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), StoreFault> {
        self.write()?;
        self.cells.borrow_mut().remove(name);
        Ok(())
    }

    fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreFault> {
        let cells = self.cells.borrow();
        let below = cells.iter().filter(|(name, _)| name.starts_with(prefix));
        Ok(below.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    fn clear(&self) -> Result<(), StoreFault> {
        self.write()?;
        self.cells.borrow_mut().clear();
        Ok(())
    }
}
