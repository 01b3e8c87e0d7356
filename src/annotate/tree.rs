//! Scores of arcs become a tree: one root, no cycle, the highest sum (Chu-Liu/Edmonds).

/// The heads of a sentence of `n` words; `scores` has a row for each dependent with the root in
/// column 0 and word `j` in column `j + 1`.
pub(crate) fn decode(n: usize, scores: &[f32], heads: &mut Vec<Option<u32>>) {
    heads.clear();
    if n == 0 {
        return;
    }
    let width = n + 1;
    let best: Vec<usize> = scores
        .chunks_exact(width)
        .map(super::matrix::argmax)
        .collect();
    let roots = best.iter().filter(|&&h| h == 0).count();
    let tree = if roots == 1 && !has_cycle(&best) {
        best
    } else {
        spanning_tree(n, scores)
    };
    heads.extend(tree.into_iter().map(|h| h.checked_sub(1).map(|h| h as u32)));
}

/// `heads[i]` is 0 for the root, else the head's place plus one.
fn has_cycle(heads: &[usize]) -> bool {
    // 0: not seen, k: seen on the walk from word k-1.
    let mut seen = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        loop {
            if seen[at] != 0 {
                if seen[at] == start + 1 {
                    return true;
                }
                break;
            }
            seen[at] = start + 1;
            match heads[at] {
                0 => break,
                h => at = h - 1,
            }
        }
    }
    false
}

/// The best tree by contraction of cycles.
fn spanning_tree(n: usize, scores: &[f32]) -> Vec<usize> {
    let width = n + 1;
    // A root arc costs more than all else can gain, so that there is exactly one.
    const ONE_ROOT: f64 = 1e7;
    let mut matrix = vec![f64::NEG_INFINITY; width * width];
    for i in 0..n {
        for j in 0..width {
            let score = f64::from(scores[i * width + j]).clamp(-1e4, 1e4);
            if j != i + 1 {
                matrix[(i + 1) * width + j] = score - if j == 0 { ONE_ROOT } else { 0.0 };
            }
        }
    }
    let heads = edmonds(width, &matrix);
    heads[1..].to_vec()
}

/// Row `d`, column `h` of the n×n matrix: the score of head `h` for dependent `d`; node 0 is the
/// root.
fn edmonds(n: usize, matrix: &[f64]) -> Vec<usize> {
    let mut heads = vec![0usize; n];
    for d in 1..n {
        let row = &matrix[d * n..][..n];
        let mut best = 0;
        for h in 0..n {
            if h != d && row[h] > row[best] {
                best = h;
            }
        }
        heads[d] = best;
    }
    let Some(cycle) = find_cycle(&heads) else {
        return heads;
    };
    // Contract: nodes outside keep their order, the cycle becomes the last node.
    let mut inside = vec![false; n];
    for &d in &cycle {
        inside[d] = true;
    }
    let outside: Vec<usize> = (0..n).filter(|&v| !inside[v]).collect();
    let m = outside.len() + 1;
    let c = m - 1;
    let mut smaller = vec![f64::NEG_INFINITY; m * m];
    let mut enters = vec![0usize; m];
    let mut leaves = vec![0usize; m];
    for (a, &v) in outside.iter().enumerate() {
        let row = &matrix[v * n..][..n];
        let (cells, last) = smaller[a * m..][..m].split_at_mut(c);
        for (cell, &w) in cells.iter_mut().zip(&outside) {
            *cell = row[w];
        }
        // An arc from the cycle to v.
        for &w in &cycle {
            if row[w] > last[0] {
                last[0] = row[w];
                leaves[a] = w;
            }
        }
    }
    // An arc into the cycle, in place of the cycle's own arc there.
    let entering = &mut smaller[c * m..];
    for (a, &v) in outside.iter().enumerate() {
        for &d in &cycle {
            let gain = matrix[d * n + v] - matrix[d * n + heads[d]];
            if gain > entering[a] {
                entering[a] = gain;
                enters[a] = d;
            }
        }
    }
    let tree = edmonds(m, &smaller);
    for (a, &v) in outside.iter().enumerate().skip(1) {
        heads[v] = if tree[a] == c {
            leaves[a]
        } else {
            outside[tree[a]]
        };
    }
    let from = tree[c];
    heads[enters[from]] = outside[from];
    heads
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tree(heads: &[Option<u32>]) -> bool {
        let plain: Vec<usize> = heads
            .iter()
            .map(|h| h.map_or(0, |h| h as usize + 1))
            .collect();
        plain.iter().filter(|&&h| h == 0).count() == 1 && !has_cycle(&plain)
    }

    #[test]
    fn a_cycle_is_broken_at_the_least_cost() {
        // Words 0 and 1 prefer each other; word 1 is the better root.
        let scores = [1.0, f32::NEG_INFINITY, 9.0, 3.0, 9.0, f32::NEG_INFINITY];
        let mut heads = Vec::new();
        decode(2, &scores, &mut heads);
        assert_eq!(heads, [Some(1), None]);
    }

    #[test]
    fn any_scores_give_the_best_tree() {
        let mut seed = 7u64;
        let mut random = || {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            ((seed >> 33) % 1000) as f32 / 100.0
        };
        for n in 1..=5 {
            for _ in 0..50 {
                let mut scores: Vec<f32> = (0..n * (n + 1)).map(|_| random()).collect();
                for i in 0..n {
                    scores[i * (n + 1) + i + 1] = f32::NEG_INFINITY;
                }
                let mut heads = Vec::new();
                decode(n, &scores, &mut heads);
                assert!(is_tree(&heads), "{heads:?}");
                let total = |heads: &[Option<u32>]| -> f32 {
                    let at = |(i, h): (usize, &Option<u32>)| {
                        scores[i * (n + 1) + h.map_or(0, |h| h as usize + 1)]
                    };
                    heads.iter().enumerate().map(at).sum()
                };
                let mut best = f32::NEG_INFINITY;
                let mut all = vec![0usize; n];
                'every: loop {
                    let tree: Vec<Option<u32>> = all
                        .iter()
                        .map(|&h| h.checked_sub(1).map(|h| h as u32))
                        .collect();
                    if is_tree(&tree) {
                        best = best.max(total(&tree));
                    }
                    for slot in &mut all {
                        *slot += 1;
                        if *slot <= n {
                            continue 'every;
                        }
                        *slot = 0;
                    }
                    break;
                }
                assert!(
                    (total(&heads) - best).abs() < 1e-3,
                    "{} {best}",
                    total(&heads)
                );
            }
        }
    }
}
