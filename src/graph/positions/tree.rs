//! A quadtree of masses, in which far ones are taken together ([Barnes and Hut,
//! 1986](https://doi.org/10.1038/324446a0)).

use super::Position;

/// A cell that is seen under a smaller angle than this is taken as one mass.
const THETA: f64 = 0.9;
/// A cell of so few points is not divided.
const LEAF: usize = 8;
/// A cell is not divided more often, so that equal points do no harm.
const DEEPEST: u32 = 40;

/// The masses of a plane.
pub(super) struct Tree {
    /// A cell stands before its parts.
    cells: Vec<Cell>,
    /// The points with their masses; those of a cell stand together.
    points: Vec<(Position, f64)>,
}

struct Cell {
    /// Where its mass has its centre.
    centre: Position,
    mass: f64,
    width: f64,
    points: std::ops::Range<usize>,
    /// The first cell that is no part of this one.
    next: usize,
}

impl Tree {
    pub(super) fn of(positions: &[Position], masses: &[f64]) -> Tree {
        let mut tree = Tree {
            cells: Vec::with_capacity(positions.len()),
            points: positions
                .iter()
                .copied()
                .zip(masses.iter().copied())
                .collect(),
        };
        let reach = positions
            .iter()
            .fold(0.0f64, |reach, at| reach.max(at.x.abs()).max(at.y.abs()));
        if !positions.is_empty() {
            tree.divide(0..positions.len(), Position::default(), reach, 0);
        }
        tree
    }

    /// Makes a cell of some points, which lie within `half` of `middle`.
    fn divide(&mut self, range: std::ops::Range<usize>, middle: Position, half: f64, depth: u32) {
        let points = &self.points[range.clone()];
        let mass: f64 = points.iter().map(|(_, mass)| mass).sum();
        let moment = points.iter().fold(Position::default(), |sum, (at, mass)| {
            sum.plus(at.times(*mass))
        });
        let cell = self.cells.len();
        self.cells.push(Cell {
            centre: moment.times(1.0 / mass),
            mass,
            width: 2.0 * half,
            points: range.clone(),
            next: 0,
        });
        if range.len() > LEAF && depth < DEEPEST {
            let half = half / 2.0;
            let mut start = range.start;
            for (right, up) in [(false, false), (false, true), (true, false), (true, true)] {
                let is_here = |at: &Position| (at.x >= middle.x, at.y >= middle.y) == (right, up);
                let mut end = start;
                for index in start..range.end {
                    if is_here(&self.points[index].0) {
                        self.points.swap(index, end);
                        end += 1;
                    }
                }
                let side = |positive: bool| if positive { half } else { -half };
                let middle = middle.plus(Position {
                    x: side(right),
                    y: side(up),
                });
                if start < end {
                    self.divide(start..end, middle, half, depth + 1);
                }
                start = end;
            }
        }
        self.cells[cell].next = self.cells.len();
    }

    /// The sum of mass by distance, away from each mass.
    pub(super) fn repulsion(&self, at: Position) -> Position {
        let push = |from: Position, mass: f64| {
            let away = at.plus(from.times(-1.0));
            let squared = away.x * away.x + away.y * away.y;
            match squared > 0.0 {
                true => away.times(mass / squared),
                false => Position::default(),
            }
        };
        let mut sum = Position::default();
        let mut index = 0;
        while let Some(cell) = self.cells.get(index) {
            let is_leaf = cell.next == index + 1;
            let distance = at.plus(cell.centre.times(-1.0)).length();
            if cell.width < THETA * distance {
                sum = sum.plus(push(cell.centre, cell.mass));
                index = cell.next;
            } else if is_leaf {
                for (point, mass) in &self.points[cell.points.clone()] {
                    sum = sum.plus(push(*point, *mass));
                }
                index = cell.next;
            } else {
                index += 1;
            }
        }
        sum
    }
}
