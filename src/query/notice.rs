//! What a query names that a graph does not have. For openCypher that is no error, it matches nothing;
//! but it is seldom meant.

use super::ast::{
    BinaryOp, Clause, Expr, ExprKind, LabelExpr, NodePattern, PathPattern, Query,
    RelationshipPattern, Span, Variable,
};
use super::nearest::nearest;
use super::store::{NodeId, Store};
use super::value::Value;
use std::collections::BTreeSet;

/// Something that matches nothing in a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What is not there.
    pub message: String,
    /// Where it stands, in bytes of the query's text.
    pub span: Span,
    /// What was probably meant.
    pub help: Option<String>,
}

/// The unknown labels, types, properties and names of a query, in the order in which they stand.
pub(super) fn notices<S: Store>(query: &Query, store: &S) -> Vec<Notice> {
    let mut search = Search {
        store,
        bound: BTreeSet::new(),
        rebound: BTreeSet::new(),
        found: Vec::new(),
    };
    search.bind_query(query);
    search.query(query);
    let mut found = search.found;
    found.sort_by_key(|notice| (notice.span.start, notice.span.end));
    found.dedup();
    found
}

struct Search<'q, S> {
    store: &'q S,
    /// Variables of nodes and relationships.
    bound: BTreeSet<&'q str>,
    /// Names that stand for something else somewhere in the query.
    rebound: BTreeSet<&'q str>,
    found: Vec<Notice>,
}

/// What a name is looked for among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Node,
    Relationship,
    Either,
}

impl<'q, S: Store> Search<'q, S> {
    fn bind_query(&mut self, query: &'q Query) {
        each_part(query, &mut |part| match part {
            Part::Path(path) => {
                for node in path.nodes() {
                    self.bound.extend(node.variable.iter().map(name));
                }
                for (step, _) in &path.steps {
                    // A list of relationships has no properties of its own.
                    let one = step.variable.iter().filter(|_| step.length.is_none());
                    self.bound.extend(one.map(name));
                }
            }
            Part::Expr(expr) => match &expr.kind {
                ExprKind::ListComprehension(of) => {
                    self.rebound.insert(&of.variable.name);
                }
                ExprKind::Quantifier(of) => {
                    self.rebound.insert(&of.variable.name);
                }
                ExprKind::Reduce(of) => {
                    self.rebound.insert(&of.variable.name);
                    self.rebound.insert(&of.accumulator.name);
                }
                _ => {}
            },
            Part::Name(of, expr) => {
                let same =
                    matches!(expr.map(|expr| &expr.kind), Some(ExprKind::Variable(it)) if it == of);
                if !same {
                    self.rebound.insert(of);
                }
            }
        });
    }

    fn query(&mut self, query: &'q Query) {
        each_part(query, &mut |part| match part {
            Part::Path(path) => {
                path.nodes().for_each(|node| self.node(node));
                path.steps.iter().for_each(|(step, _)| self.step(step));
            }
            Part::Expr(expr) => self.expr(expr),
            Part::Name(..) => {}
        });
    }

    fn node(&mut self, node: &'q NodePattern) {
        if let Some(labels) = &node.labels {
            self.labels(labels, Of::Node);
        }
        if let Some(properties) = &node.properties {
            self.map(properties);
        }
    }

    fn step(&mut self, step: &'q RelationshipPattern) {
        if let Some(types) = &step.types {
            self.labels(types, Of::Relationship);
        }
        if let Some(properties) = &step.properties {
            self.map(properties);
        }
    }

    /// The entries that a pattern wants.
    fn map(&mut self, properties: &'q Expr) {
        let ExprKind::Map(entries) = &properties.kind else {
            return;
        };
        for (key, value) in entries {
            self.property(key, &properties.span);
            self.text(key, value);
        }
    }

    fn expr(&mut self, expr: &'q Expr) {
        match &expr.kind {
            ExprKind::Property(base, key) if self.is_element(base) => {
                self.property(key, &expr.span);
            }
            ExprKind::HasLabels(_, labels) => self.labels(labels, Of::Either),
            ExprKind::Binary(BinaryOp::Equal, left, right) => {
                for (property, value) in [(left, right), (right, left)] {
                    if let ExprKind::Property(base, key) = &property.kind
                        && self.is_element(base)
                    {
                        self.text(key, value);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether an expression is a node or a relationship for certain.
    fn is_element(&self, expr: &Expr) -> bool {
        let ExprKind::Variable(name) = &expr.kind else {
            return false;
        };
        self.bound.contains(name.as_str()) && !self.rebound.contains(name.as_str())
    }

    fn labels(&mut self, labels: &'q LabelExpr, of: Of) {
        match labels {
            LabelExpr::Any => {}
            LabelExpr::Not(inner) => self.labels(inner, of),
            LabelExpr::And(all) | LabelExpr::Or(all) => {
                all.iter().for_each(|inner| self.labels(inner, of));
            }
            LabelExpr::Name(variable) => self.label(variable, of),
        }
    }

    fn label(&mut self, variable: &Variable, of: Of) {
        let name = variable.name.as_str();
        let names = self.store.names();
        let is_label = of != Of::Relationship && self.store.label(name).is_some();
        let is_type = of != Of::Node && self.store.rel_type(name).is_some();
        if is_label || is_type {
            return;
        }
        let (message, candidates) = match of {
            Of::Node => (format!("no node has the label {name}"), vec![names.labels]),
            Of::Relationship => (
                format!("no relationship has the type {name}"),
                vec![names.rel_types],
            ),
            Of::Either => (
                format!("nothing has the label or type {name}"),
                vec![names.labels, names.rel_types],
            ),
        };
        let all = || candidates.iter().copied().flatten().map(String::as_str);
        let help = match nearest(name, all()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("there are {}", all().collect::<Vec<_>>().join(", ")),
        };
        self.add(message, variable.span.clone(), Some(help));
    }

    fn property(&mut self, key: &str, span: &Span) {
        if self.store.key(key).is_some() {
            return;
        }
        let all = || self.store.names().keys.iter().map(String::as_str);
        let help = match nearest(key, all()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("there are {}", all().collect::<Vec<_>>().join(", ")),
        };
        let message = format!("nothing has the property {key}");
        self.add(message, span.clone(), Some(help));
    }

    /// A name that nobody bears, though it may be an alias of somebody or nearly a name.
    fn text(&mut self, key: &str, value: &Expr) {
        let ExprKind::String(text) = &value.kind else {
            return;
        };
        let by = |key: &str| {
            let symbol = self.store.key(key)?;
            self.store.nodes_by_text(symbol, text)
        };
        if key != "name" || by(key).is_none_or(|nodes| !nodes.is_empty()) {
            return;
        }
        let message = format!("nothing has the name {text:?}");
        let named = by("aliases").unwrap_or_default();
        let help = match named.first() {
            Some(&node) => {
                let quoted = text.replace('\\', "\\\\").replace('\'', "\\'");
                let bearer = self.name_of(node).unwrap_or_default();
                Some(format!(
                    "it is an alias of {bearer:?}; ask WHERE '{quoted}' IN n.aliases"
                ))
            }
            None => {
                let nodes = (0..self.store.node_count()).map(NodeId);
                let names: Vec<String> = nodes.filter_map(|node| self.name_of(node)).collect();
                let meant = nearest(text, names.iter().map(String::as_str));
                meant.map(|meant| format!("did you mean {meant:?}?"))
            }
        };
        self.add(message, value.span.clone(), help);
    }

    fn name_of(&self, node: NodeId) -> Option<String> {
        match self.store.node_property(node, self.store.key("name")?) {
            Value::String(name) => Some(name.as_str().to_owned()),
            _ => None,
        }
    }

    fn add(&mut self, message: String, span: Span, help: Option<String>) {
        self.found.push(Notice {
            message,
            span,
            help,
        });
    }
}

fn name(variable: &Variable) -> &str {
    &variable.name
}

/// A part of a query.
enum Part<'q> {
    Path(&'q PathPattern),
    Expr(&'q Expr),
    /// A name for what an expression gives; for each item of a list where there is none.
    Name(&'q str, Option<&'q Expr>),
}

/// Shows all paths, expressions and new names of a query, those of subqueries too.
fn each_part<'q>(query: &'q Query, show: &mut dyn FnMut(Part<'q>)) {
    for clause in query.branches.iter().flat_map(|branch| &branch.clauses) {
        match clause {
            Clause::Match(found) => {
                found
                    .patterns
                    .iter()
                    .for_each(|path| each_of_path(path, show));
                found
                    .predicate
                    .iter()
                    .for_each(|expr| each_of_expr(expr, show));
            }
            Clause::Unwind(unwind) => {
                show(Part::Name(&unwind.variable.name, None));
                each_of_expr(&unwind.list, show);
            }
            Clause::With(projection) | Clause::Return(projection) => {
                for item in &projection.items {
                    show(Part::Name(&item.name, Some(&item.expr)));
                }
                let items = projection.items.iter().map(|item| &item.expr);
                let keys = projection.order.iter().map(|key| &key.expr);
                let all = items.chain(keys).chain(&projection.skip);
                let all = all.chain(&projection.limit).chain(&projection.predicate);
                all.for_each(|expr| each_of_expr(expr, show));
            }
            Clause::Subquery(subquery) => each_part(&subquery.query, show),
        }
    }
}

fn each_of_path<'q>(path: &'q PathPattern, show: &mut dyn FnMut(Part<'q>)) {
    show(Part::Path(path));
    path.exprs()
        .into_iter()
        .for_each(|expr| each_of_expr(expr, show));
}

fn each_of_expr<'q>(expr: &'q Expr, show: &mut dyn FnMut(Part<'q>)) {
    show(Part::Expr(expr));
    match &expr.kind {
        ExprKind::Pattern(path) => show(Part::Path(path)),
        ExprKind::PatternComprehension(of) => show(Part::Path(&of.pattern)),
        ExprKind::Subquery(_, query) => each_part(query, show),
        _ => {}
    }
    expr.children()
        .into_iter()
        .for_each(|inner| each_of_expr(inner, show));
}
