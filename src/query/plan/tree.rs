//! A plan in words, one line for each operator, in the order in which rows pass; what an operator
//! runs within itself stands below it, further to the right.

use super::{Kind, Operator, Plan};

/// An operator.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// How deep it lies.
    pub depth: usize,
    /// What kind of operator.
    pub operator: &'static str,
    /// What it does, in words of the query.
    pub detail: String,
    /// How many rows were expected behind it.
    pub estimate: f64,
    /// How many there were, if they were counted.
    pub rows: Option<u64>,
}

/// The lines of a plan; with the counts of a run, if there was one.
pub fn lines(plan: &Plan, counts: Option<&[u64]>) -> Vec<Line> {
    let mut tree = Tree {
        counts,
        lines: Vec::new(),
    };
    tree.plan(plan, 0);
    tree.lines
}

struct Tree<'c> {
    counts: Option<&'c [u64]>,
    lines: Vec<Line>,
}

impl Tree<'_> {
    fn line(
        &mut self,
        depth: usize,
        operator: &'static str,
        detail: &str,
        estimate: f64,
        id: usize,
    ) {
        let rows = self
            .counts
            .map(|counts| counts.get(id).copied().unwrap_or(0));
        self.lines.push(Line {
            depth,
            operator,
            detail: detail.to_owned(),
            estimate,
            rows,
        });
    }

    fn plan(&mut self, plan: &Plan, depth: usize) {
        for (at, branch) in plan.branches.iter().enumerate() {
            if at > 0 {
                let detail = if plan.distinct { "UNION" } else { "UNION ALL" };
                let (operator, detail) = ("Union", detail.to_owned());
                self.lines.push(Line {
                    depth,
                    operator,
                    detail,
                    estimate: 0.0,
                    rows: None,
                });
            }
            for stage in &branch.stages {
                self.operators(&stage.operators, depth);
                if let Some(found) = &stage.projection {
                    let name = match (
                        &found.grouping,
                        found.distinct,
                        found.order.is_empty(),
                        &found.limit,
                    ) {
                        (Some(_), ..) => "Aggregate",
                        (None, true, ..) => "Distinct",
                        (None, false, false, Some(_)) => "Top",
                        (None, false, false, None) => "Sort",
                        (None, false, true, Some(_)) => "Limit",
                        _ => "Project",
                    };
                    self.line(depth, name, &found.detail, found.estimate, found.id);
                }
            }
        }
    }

    fn operators(&mut self, operators: &[Operator], depth: usize) {
        for operator in operators {
            let name = name(&operator.kind);
            self.line(
                depth,
                name,
                &operator.detail,
                operator.estimate,
                operator.id,
            );
            match &operator.kind {
                Kind::Optional { operators, .. } => self.operators(operators, depth + 1),
                Kind::HashJoin(join) => self.operators(&join.build, depth + 1),
                Kind::Subquery { plan, .. } => self.plan(plan, depth + 1),
                _ => {}
            }
        }
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Nodes { label: None, .. } => "AllNodes",
        Kind::Nodes { .. } => "NodesByLabel",
        Kind::NodesByText { .. } => "NodesByIndex",
        Kind::NodeById { .. } => "NodeById",
        Kind::Rels(_) => "RelationshipsByType",
        Kind::Expand(expand) if expand.into => "ExpandInto",
        Kind::Expand(_) => "Expand",
        Kind::Ends(..) => "Ends",
        Kind::Walk(walk) if walk.expand.into => "WalkInto",
        Kind::Walk(_) => "Walk",
        Kind::Shortest(_, false) => "ShortestPath",
        Kind::Shortest(_, true) => "AllShortestPaths",
        Kind::Count(_) => "CountFromDegrees",
        Kind::CountByType(_) => "CountByType",
        Kind::Filter(_) => "Filter",
        Kind::Path { .. } => "Path",
        Kind::Unwind { .. } => "Unwind",
        Kind::Optional { .. } => "Optional",
        Kind::Subquery { .. } => "Subquery",
        Kind::HashJoin(_) => "HashJoin",
    }
}
