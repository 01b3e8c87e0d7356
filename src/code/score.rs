//! How many pairs are coded as they should be, class by class.

use std::collections::BTreeMap;
use std::fmt;

/// The figures of one class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClassScore {
    /// Coded so, and rightly.
    pub right: usize,
    /// Should be coded so.
    pub gold: usize,
    /// Coded so.
    pub coded: usize,
}

/// The figures of all classes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    classes: BTreeMap<String, ClassScore>,
    right: usize,
    all: usize,
}

impl Score {
    /// Counts a pair.
    pub fn add(&mut self, gold: &str, coded: Option<&str>) {
        self.all += 1;
        self.classes.entry(gold.to_owned()).or_default().gold += 1;
        if let Some(coded) = coded {
            self.classes.entry(coded.to_owned()).or_default().coded += 1;
            if coded == gold {
                self.classes.entry(gold.to_owned()).or_default().right += 1;
                self.right += 1;
            }
        }
    }

    /// The figures by class.
    pub fn classes(&self) -> &BTreeMap<String, ClassScore> {
        &self.classes
    }

    /// The share of all pairs that are coded rightly.
    pub fn accuracy(&self) -> f64 {
        share(self.right, self.all)
    }
}

fn share(part: usize, of: usize) -> f64 {
    match of {
        0 => 0.0,
        _ => part as f64 / of as f64,
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (right, all) = (self.right, self.all);
        writeln!(f, "{:<10} {:.3}  {right}/{all}", "right", self.accuracy())?;
        for (name, class) in &self.classes {
            let precision = share(class.right, class.coded);
            let recall = share(class.right, class.gold);
            let f1 = share(2 * class.right, class.coded + class.gold);
            let ClassScore { right, gold, coded } = class;
            writeln!(
                f,
                "{name:<10} P {precision:.3}  R {recall:.3}  F1 {f1:.3}   {right}/{gold} gold, {coded} coded"
            )?;
        }
        Ok(())
    }
}
