//! Where the nodes of a drawing stand: ForceAtlas2 ([Jacomy, Venturini, Heymann and Bastian,
//! 2014](https://doi.org/10.1371/journal.pone.0098679)), the layout that Gephi's users know, with
//! the repulsion of far nodes taken together (Barnes and Hut, 1986).
//!
//! It uses nothing but sums, products, quotients and square roots, each in an order that does not
//! depend on threads, and begins with a sequence that fills the plane evenly instead of random
//! places. So the same graph has the same positions everywhere.

mod tree;

use self::tree::Tree;
use super::Graph;
use rayon::prelude::*;

/// A place on the plane; drawings are about as wide as high, around the origin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Position {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
}

impl Position {
    fn plus(self, other: Position) -> Position {
        Position {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }

    fn times(self, factor: f64) -> Position {
        Position {
            x: self.x * factor,
            y: self.y * factor,
        }
    }

    fn length(self) -> f64 {
        (self.x * self.x + self.y * self.y).sqrt()
    }
}

/// How strongly nodes push each other away (the paper's k_r).
const REPULSION: f64 = 10.0;
/// How strongly everything is pulled to the middle, so that parts without an edge between them do
/// not drift apart (k_g). It is the paper's strong gravity, which grows with the distance: the many
/// nodes that news name once then fill the plane evenly (charges in a bowl do). With gravity that is
/// the same everywhere they push each other out to a far ring, and what they ring shrinks to points.
const GRAVITY: f64 = 0.2;
/// How much swinging is borne for speed (the paper's tolerance, τ).
const TOLERANCE: f64 = 1.0;
/// How far apart nodes are on average in the end, in the units of their sizes.
const SPACING: f64 = 60.0;

impl Graph {
    /// A position for each node, in the order of the nodes. Related nodes come to lie near each other,
    /// those with much evidence between them nearer.
    ///
    /// ```
    /// # use demarche::graph::Assembly;
    /// # use demarche::schema::Schema;
    /// let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
    /// assert!(graph.positions().is_empty());
    /// ```
    pub fn positions(&self) -> Vec<Position> {
        let edges = self.inner.raw_edges().iter().filter_map(|edge| {
            let (source, target) = (edge.source().index(), edge.target().index());
            // Two hundred reports of one meeting must not make one point of two states.
            let pull = 1.0 + f64::from((edge.weight.weight() as u32).ilog2());
            (source != target).then_some((source, target, pull))
        });
        place(self.entity_count(), edges.collect())
    }
}

/// Positions for so many nodes, joined by edges that pull so strongly.
fn place(count: usize, edges: Vec<(usize, usize, f64)>) -> Vec<Position> {
    let mut masses = vec![1.0; count];
    for &(source, target, _) in &edges {
        masses[source] += 1.0;
        masses[target] += 1.0;
    }
    let neighbours = Neighbours::of(count, &edges);
    let mut positions: Vec<Position> = (0..count).map(|index| start(index, count)).collect();
    let mut before = vec![Position::default(); count];
    let mut pace = Pace::default();
    // Large graphs are given fewer rounds, each of which costs more.
    let rounds = match count {
        0..=1_000 => 500,
        1_001..=10_000 => 250,
        _ => 100,
    };
    for _ in 0..rounds {
        let tree = Tree::of(&positions, &masses);
        let force = |node: usize| {
            let at = positions[node];
            let mass = masses[node];
            let away = tree.repulsion(at).times(REPULSION * mass);
            let home = at.times(-GRAVITY * mass);
            let pull = |sum: Position, &(other, pull): &(usize, f64)| {
                let towards = positions[other].plus(at.times(-1.0));
                sum.plus(towards.times(pull))
            };
            neighbours.of_node(node).iter().fold(away.plus(home), pull)
        };
        let forces: Vec<Position> = (0..count).into_par_iter().map(force).collect();
        pace.adapt(&forces, &before, &masses);
        for (node, force) in forces.iter().enumerate() {
            let step = pace.step(*force, before[node], masses[node]);
            positions[node] = positions[node].plus(force.times(step));
        }
        before = forces;
    }
    scaled(positions)
}

/// Evenly spread places in a square: the plastic-number sequence ([Roberts,
/// 2018](https://extremelearning.com.au/unreasonable-effectiveness-of-quasirandom-sequences/)).
fn start(index: usize, count: usize) -> Position {
    const PLASTIC: f64 = 1.324_717_957_244_746;
    let width = 10.0 * (count as f64).sqrt();
    let along = |step: f64| ((index as f64 * step).fract() - 0.5) * width;
    Position {
        x: along(1.0 / PLASTIC),
        y: along(1.0 / (PLASTIC * PLASTIC)),
    }
}

/// Around the origin, with as much room for each node as [`SPACING`] says.
fn scaled(positions: Vec<Position>) -> Vec<Position> {
    let range = |axis: fn(&Position) -> f64| {
        let values = positions.iter().map(axis);
        let least = values.clone().fold(f64::INFINITY, f64::min);
        (least, values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (bottom, top)) = (range(|p| p.x), range(|p| p.y));
    let middle = Position {
        x: (left + right) / -2.0,
        y: (bottom + top) / -2.0,
    };
    let extent = (right - left).max(top - bottom);
    let wanted = SPACING * (positions.len() as f64).sqrt();
    let factor = if extent > 0.0 { wanted / extent } else { 1.0 };
    let placed = positions.iter().map(|at| at.plus(middle).times(factor));
    placed.collect()
}

/// The neighbours of each node, one list after the other.
struct Neighbours {
    starts: Vec<usize>,
    list: Vec<(usize, f64)>,
}

impl Neighbours {
    fn of(count: usize, edges: &[(usize, usize, f64)]) -> Neighbours {
        let mut starts = vec![0; count + 1];
        for &(source, target, _) in edges {
            starts[source + 1] += 1;
            starts[target + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut list = vec![(0, 0.0); 2 * edges.len()];
        for &(source, target, pull) in edges {
            for (node, other) in [(source, target), (target, source)] {
                list[next[node]] = (other, pull);
                next[node] += 1;
            }
        }
        Neighbours { starts, list }
    }

    fn of_node(&self, node: usize) -> &[(usize, f64)] {
        &self.list[self.starts[node]..self.starts[node + 1]]
    }
}

/// How fast nodes move: as fast as they can without swinging to and fro. The paper's section on
/// adaptive speed, with the bounds of the authors' program.
struct Pace {
    speed: f64,
    efficiency: f64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            speed: 1.0,
            efficiency: 1.0,
        }
    }
}

impl Pace {
    fn adapt(&mut self, forces: &[Position], before: &[Position], masses: &[f64]) {
        let count = forces.len() as f64;
        let (mut swinging, mut traction) = (0.0, 0.0);
        for ((force, before), mass) in forces.iter().zip(before).zip(masses) {
            swinging += mass * force.plus(before.times(-1.0)).length();
            traction += 0.5 * mass * force.plus(*before).length();
        }
        if swinging == 0.0 || traction == 0.0 {
            return;
        }
        let optimal = 0.05 * count.sqrt();
        let within = (optimal * traction / (count * count)).min(10.0);
        let mut tolerance = TOLERANCE * within.max(optimal.sqrt());
        let least = 0.05;
        if swinging / traction > 2.0 {
            if self.efficiency > least {
                self.efficiency *= 0.5;
            }
            tolerance = tolerance.max(TOLERANCE);
        }
        let target = tolerance * self.efficiency * traction / swinging;
        if swinging > tolerance * traction {
            if self.efficiency > least {
                self.efficiency *= 0.7;
            }
        } else if self.speed < 1000.0 {
            self.efficiency *= 1.3;
        }
        self.speed += (target - self.speed).min(0.5 * self.speed);
    }

    /// By how much of its force a node moves.
    fn step(&self, force: Position, before: Position, mass: f64) -> f64 {
        let swinging = mass * force.plus(before.times(-1.0)).length();
        self.speed / (1.0 + (self.speed * swinging).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: Position, b: Position) -> f64 {
        a.plus(b.times(-1.0)).length()
    }

    #[test]
    fn two_cliques_lie_apart_and_each_together() {
        let mut edges = vec![(0, 10, 1.0)];
        for first in [0, 10] {
            for a in first..first + 10 {
                edges.extend((a + 1..first + 10).map(|b| (a, b, 1.0)));
            }
        }
        let positions = place(20, edges);
        let between = |these: &[Position], those: &[Position]| {
            let pairs = these
                .iter()
                .flat_map(|a| those.iter().map(|b| distance(*a, *b)));
            pairs.sum::<f64>() / (these.len() * those.len()) as f64
        };
        let (left, right) = positions.split_at(10);
        let within = between(left, left).max(between(right, right));
        assert!(between(left, right) > 1.5 * within, "{positions:?}");
    }

    #[test]
    fn every_position_is_a_number_and_has_room() {
        for count in [0, 1, 2, 3, 500] {
            // A ring, with nodes that have no edge.
            let edges = (0..count / 2).map(|a| (a, (a + 1) % (count / 2).max(1), 1.0));
            let edges = edges.filter(|(a, b, _)| a != b).collect();
            let positions = place(count, edges);
            assert_eq!(positions.len(), count);
            for (index, at) in positions.iter().enumerate() {
                assert!(at.x.is_finite() && at.y.is_finite());
                let others = positions
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index);
                assert!(
                    others
                        .map(|(_, other)| distance(*at, *other))
                        .all(|d| d > 0.1)
                );
            }
        }
    }

    #[test]
    fn far_nodes_taken_together_push_as_one_by_one() {
        let count = 2_000;
        let positions: Vec<Position> = (0..count).map(|index| start(index, count)).collect();
        let masses: Vec<f64> = (0..count).map(|index| 1.0 + (index % 7) as f64).collect();
        let tree = Tree::of(&positions, &masses);
        for &at in positions.iter().step_by(97) {
            let exact =
                positions
                    .iter()
                    .zip(&masses)
                    .fold(Position::default(), |sum, (other, mass)| {
                        let away = at.plus(other.times(-1.0));
                        let squared = away.length() * away.length();
                        if squared > 0.0 {
                            sum.plus(away.times(mass / squared))
                        } else {
                            sum
                        }
                    });
            let found = tree.repulsion(at);
            assert!(
                distance(found, exact) < 0.05 * (1.0 + exact.length()),
                "{found:?} {exact:?}"
            );
        }
    }
}
