//! When values are equal and which comes first. The language has three notions of it:
//!
//! - equality and comparison (`=`, `<`), which may not be known: [`Value::equals`],
//!   [`Value::compare`];
//! - orderability (`ORDER BY`, `min`), which puts all values in a row: [`Ord`];
//! - equivalence (`DISTINCT`, grouping), in which null is null and NaN is NaN: [`Eq`] and [`Hash`],
//!   which agree with the order.

use super::store::NodeId;
use super::value::{Path, Value};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// What `<` and its kin find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// One comes before the other, or they are equal.
    Ordered(Ordering),
    /// Numbers of which one is NaN: neither less, equal nor greater.
    Unordered,
    /// Not known: null, or of types that are not compared.
    Unknown,
}

impl<'g> Value<'g> {
    /// `=`; none where it is not known.
    pub fn equals(&self, other: &Value<'g>) -> Option<bool> {
        Some(match (self, other) {
            (Value::Null, _) | (_, Value::Null) => return None,
            (Value::String(a), Value::String(b)) => a == b,
            (Value::Integer(a), Value::Integer(b)) => a == b,
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                numbers(self, other) == Some(Ordering::Equal)
            }
            (Value::Boolean(a), Value::Boolean(b)) => a == b,
            (Value::Node(a), Value::Node(b)) => a == b,
            (Value::Relationship(a), Value::Relationship(b)) => a == b,
            (Value::Path(a), Value::Path(b)) => a == b,
            (Value::Temporal(a), Value::Temporal(b)) => a == b,
            (Value::List(a), Value::List(b)) => {
                if a.len() != b.len() {
                    return Some(false);
                }
                return all(a.iter().zip(b.iter()));
            }
            (Value::Map(a), Value::Map(b)) => {
                if !a.keys().eq(b.keys()) {
                    return Some(false);
                }
                return all(a.values().zip(b.values()));
            }
            _ => false,
        })
    }

    /// `<` and its kin.
    pub fn compare(&self, other: &Value<'g>) -> Comparison {
        let found = match (self, other) {
            (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                match numbers(self, other) {
                    None => return Comparison::Unordered,
                    found => found,
                }
            }
            (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
            (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
            (Value::Temporal(a), Value::Temporal(b)) => a.compare(b),
            (Value::List(a), Value::List(b)) => {
                for (a, b) in a.iter().zip(b.iter()) {
                    match a.equals(b) {
                        Some(true) => {}
                        Some(false) => return a.compare(b),
                        None => return Comparison::Unknown,
                    }
                }
                Some(a.len().cmp(&b.len()))
            }
            _ => None,
        };
        found.map_or(Comparison::Unknown, Comparison::Ordered)
    }

    /// Where its type stands in the order of all values.
    fn rank(&self) -> u8 {
        match self {
            Value::Map(_) => 0,
            Value::Node(_) => 1,
            Value::Relationship(_) => 2,
            Value::List(_) => 3,
            Value::Path(_) => 4,
            Value::Temporal(_) => 5,
            Value::String(_) => 6,
            Value::Boolean(_) => 7,
            Value::Integer(_) | Value::Float(_) => 8,
            Value::Null => 9,
        }
    }
}

/// Whether all pairs are equal: false as soon as one differs, else not known if one is not.
fn all<'a, 'g: 'a>(pairs: impl Iterator<Item = (&'a Value<'g>, &'a Value<'g>)>) -> Option<bool> {
    let mut known = Some(true);
    for (a, b) in pairs {
        match a.equals(b) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

/// The order of two numbers, exact even where a float cannot hold the whole number; none where one
/// is NaN.
fn numbers(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Integer(a), Value::Float(b)) => whole_with_float(*a, *b),
        (Value::Float(a), Value::Integer(b)) => whole_with_float(*b, *a).map(Ordering::reverse),
        _ => None,
    }
}

/// 2 to the power of 63, the first whole number beyond 64 bits.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

fn whole_with_float(whole: i64, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float >= BEYOND {
        return Some(Ordering::Less);
    }
    if float < -BEYOND {
        return Some(Ordering::Greater);
    }
    Some(
        whole
            .cmp(&(float.trunc() as i64))
            .then(0.0.partial_cmp(&float.fract())?),
    )
}

impl Ord for Value<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Value::String(a), Value::String(b)) => a.cmp(b),
            (Value::Integer(_) | Value::Float(_), Value::Integer(_) | Value::Float(_)) => {
                // NaN is the greatest number.
                let is_nan =
                    |value: &Value| matches!(value, Value::Float(number) if number.is_nan());
                numbers(self, other).unwrap_or_else(|| is_nan(self).cmp(&is_nan(other)))
            }
            (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
            (Value::Node(a), Value::Node(b)) => a.cmp(b),
            (Value::Relationship(a), Value::Relationship(b)) => a.cmp(b),
            (Value::Temporal(a), Value::Temporal(b)) => a.cmp(b),
            (Value::List(a), Value::List(b)) => a.cmp(b),
            (Value::Path(a), Value::Path(b)) => steps(a).cmp(steps(b)),
            (Value::Map(a), Value::Map(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

/// A path as it is walked.
fn steps(path: &Path) -> impl Iterator<Item = (NodeId, Option<super::store::RelId>)> + '_ {
    let rels = path.rels.iter().copied().map(Some);
    path.nodes.iter().copied().zip(rels.chain([None]))
}

impl PartialOrd for Value<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value<'_> {}

impl Hash for Value<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u8(self.rank());
        match self {
            Value::Null => {}
            Value::Boolean(value) => value.hash(state),
            Value::Integer(number) => number.hash(state),
            // A float that is a whole number hashes as that, any other by its bits.
            Value::Float(number) => {
                let whole = *number as i64;
                if whole_with_float(whole, *number) == Some(Ordering::Equal) {
                    whole.hash(state);
                } else if number.is_nan() {
                    f64::NAN.to_bits().hash(state);
                } else {
                    number.to_bits().hash(state);
                }
            }
            Value::String(text) => text.hash(state),
            Value::List(items) => items.hash(state),
            Value::Map(entries) => entries.hash(state),
            Value::Node(node) => node.hash(state),
            Value::Relationship(rel) => rel.hash(state),
            Value::Path(path) => steps(path).for_each(|step| step.hash(state)),
            Value::Temporal(value) => value.hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(value: &Value) -> u64 {
        use std::hash::BuildHasher;
        rustc_hash::FxBuildHasher.hash_one(value)
    }

    #[test]
    fn numbers_compare_exactly() {
        let (whole, float) = (Value::Integer(i64::MAX), Value::Float(BEYOND));
        assert_eq!(whole.equals(&float), Some(false));
        assert_eq!(whole.cmp(&float), Ordering::Less);
        assert_eq!(Value::Integer(1).equals(&Value::Float(1.0)), Some(true));
        assert_eq!(
            Value::Integer(-1).cmp(&Value::Float(-1.5)),
            Ordering::Greater
        );
        assert_eq!(
            Value::Float(f64::NAN).equals(&Value::Float(f64::NAN)),
            Some(false)
        );
        assert_eq!(Value::Float(f64::NAN), Value::Float(f64::NAN));
    }

    #[test]
    fn equivalent_values_hash_alike() {
        let pairs = [
            (Value::Integer(3), Value::Float(3.0)),
            (Value::Integer(0), Value::Float(-0.0)),
            (Value::list([Value::Null]), Value::list([Value::Null])),
        ];
        for (a, b) in pairs {
            assert_eq!(a, b);
            assert_eq!(hash(&a), hash(&b));
        }
    }

    #[test]
    fn what_a_null_hides_is_not_known() {
        let list = |items: &[Option<i64>]| {
            Value::list(
                items
                    .iter()
                    .map(|item| item.map_or(Value::Null, Value::Integer)),
            )
        };
        assert_eq!(
            list(&[Some(1), None]).equals(&list(&[Some(1), Some(2)])),
            None
        );
        assert_eq!(
            list(&[Some(1), None]).equals(&list(&[Some(2), None])),
            Some(false)
        );
        assert_eq!(
            list(&[Some(1), None]).compare(&list(&[Some(2), Some(0)])),
            Comparison::Ordered(Ordering::Less)
        );
        assert_eq!(
            list(&[None]).compare(&list(&[Some(2)])),
            Comparison::Unknown
        );
    }
}
