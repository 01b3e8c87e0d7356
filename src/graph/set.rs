//! A set of a few items, which takes no more room than they.

use serde::{Deserialize, Deserializer, Serialize};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Deref;

/// Items in order, each once; made for one, which stands in place. It reads as the slice of its items.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Few<T>(SmallVec<[T; 1]>);

impl<T> Default for Few<T> {
    fn default() -> Few<T> {
        Few(SmallVec::new())
    }
}

impl<T: Ord> Few<T> {
    /// Puts an item in its place, unless it is there.
    pub fn insert(&mut self, item: T) {
        if self.0.last().is_none_or(|last| *last < item) {
            self.0.push(item);
        } else if let Err(place) = self.0.binary_search(&item) {
            self.0.insert(place, item);
        }
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Ord> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.insert(item));
    }
}

impl<T: Ord> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Few<T> {
        let mut items: SmallVec<[T; 1]> = items.into_iter().collect();
        items.sort();
        items.dedup();
        Few(items)
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = smallvec::IntoIter<[T; 1]>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Few<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de> + Ord> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Few<T>, D::Error> {
        let mut items: SmallVec<[T; 1]> = SmallVec::deserialize(from)?;
        items.sort();
        items.dedup();
        Ok(Few(items))
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Few<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        std::collections::BTreeSet::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeSet::<T>::json_schema(generator)
    }
}
