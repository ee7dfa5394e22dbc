// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/pairs.h"

#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// How two tracks may belong together, the surest last.
typedef enum { NOTHING, BY_SOUND, NEIGHBOURS, SAME_LETTERS, SAME_NAME } bond;

typedef struct {
  size_t      a, b; // left, right
  bond        bond;
  double      envelopes; // correlation of their levels: among equals the better goes first
  bool        doubled;
  const char *name_a, *name_b;
} pair;

static double likeness(const lq_song* const song, const size_t a, const size_t b)
{
  const double e = sqrt(song->gram[a * song->n + a] * song->gram[b * song->n + b]);
  return e > 0 ? song->gram[a * song->n + b] / e : 0.0;
}

static bool has_role(const lq_track* const t, const char* const name)
{
  return !strcmp(t->role->name, name);
}

// Two feet, two snares, two toms: no pair, whatever the letters at their ends.
static bool is_one_drum(const lq_track* const t)
{
  return has_role(t, "kick") || has_role(t, "snare") || has_role(t, "tom");
}

// What hears a whole kit from two sides is one recording, however unlike its sides.
static bool hears_all(const lq_track* const t)
{
  return has_role(t, "overhead") || has_role(t, "room") || has_role(t, "cymbal");
}

static bool is_mono(const lq_track* const t)
{
  return t->n_channels == 1 || t->features->dual_mono;
}

// Mean difference of the third octaves from 50 Hz to 10 kHz once their levels are equal, dB.
static double apart_in_tone_db(const lq_features* const f, const lq_features* const g)
{
  enum { FIRST = 4, LAST = 28 };
  double all_f = 1e-20, all_g = 1e-20, sum = 0, weight = 0;
  for (unsigned b = FIRST; b < LAST; ++b) {
    all_f += f->band_power[b];
    all_g += g->band_power[b];
  }
  for (unsigned b = FIRST; b < LAST; ++b) {
    const double p = f->band_power[b] / all_f, q = g->band_power[b] / all_g;
    if (p > 1e-4 || q > 1e-4) { // what lies 40 dB under the whole is not heard
      sum += fabs(lq_power_to_db((p + 1e-6) / (q + 1e-6)));
      ++weight;
    }
  }
  return weight > 0 ? sum / weight : 100.0;
}

// Correlation of the levels of 100 ms, by their fourth roots so that no single hit decides.
static double alike_in_level(const lq_features* const f, const lq_features* const g)
{
  const size_t n  = f->n_blocks < g->n_blocks ? f->n_blocks : g->n_blocks;
  double       sf = 0, sg = 0, ff = 0, gg = 0, fg = 0;
  for (size_t i = 0; i < n; ++i) {
    const double p = sqrt(sqrt((double)f->power[i])), q = sqrt(sqrt((double)g->power[i]));
    sf += p;
    sg += q;
    ff += p * p;
    gg += q * q;
    fg += p * q;
  }
  const double var = (ff - sf * sf / (double)n) * (gg - sg * sg / (double)n);
  return n > 1 && var > 0 ? (fg - sf * sg / (double)n) / sqrt(var) : 0.0;
}

// One stereo recording sounds alike on both sides, at nearly one level, and moves as one. Halves of
// seven stereo recordings: correlation 0.26 to 1, levels 0.94 to 1, tone 0 to 3.4 dB, step 0
// to 1.7.
static bool sound_like_sides(const lq_song* const song, const size_t a, const size_t b,
                             const double envelopes)
{
  const lq_track *const t = &song->tracks[a], *const u = &song->tracks[b];
  const double like = likeness(song, a, b);
  return t->sig->info.n_frames == u->sig->info.n_frames && like > 0.25 && envelopes > 0.93 &&
         apart_in_tone_db(t->features, u->features) < 4 &&
         fabs(t->features->activity.lufs - u->features->activity.lufs) < 3;
}

// The same part again: plays at the same times with the same tone, and yet no wave of it agrees.
static bool sound_like_takes(const lq_song* const song, const size_t a, const size_t b,
                             const double envelopes)
{
  const lq_track *const t = &song->tracks[a], *const u = &song->tracks[b];
  const bool doubles = strcmp(t->role->group, "drums") && strcmp(t->role->group, "bass") &&
                       !t->role->lead && !u->role->lead;
  return doubles && fabs(likeness(song, a, b)) < 0.25 && envelopes > 0.8 &&
         apart_in_tone_db(t->features, u->features) < 4;
}

static pair look(const lq_song* const song, const size_t a, const size_t b)
{
  const lq_track *const t = &song->tracks[a], *const u = &song->tracks[b];
  bool          exact;
  const lq_half side = lq_name_pair(t->name, u->name, &exact);
  pair          p    = {.a = a, .b = b};
  if (side == LQ_SIDE_RIGHT || (!side && strcmp(t->name, u->name) > 0)) {
    p.a = b; // without a word for it the first by name goes left
    p.b = a;
  }
  if (t->role != u->role) {
    return p;
  }
  if (side && !is_one_drum(t)) {
    p.bond    = exact ? SAME_NAME : SAME_LETTERS;
    p.doubled = !hears_all(t) && fabs(likeness(song, a, b)) < 0.25;
    return p;
  }
  if (!is_mono(t) || !is_mono(u) || is_one_drum(t) || !strcmp(t->role->group, "bass") ||
      t->role->lead) {
    return p;
  }
  p.envelopes     = alike_in_level(t->features, u->features);
  const bool near = lq_name_neighbours(t->name, u->name);
  if (sound_like_sides(song, a, b, p.envelopes)) {
    p.bond = near ? NEIGHBOURS : BY_SOUND;
  } else if (sound_like_takes(song, a, b, p.envelopes)) {
    p.bond =
        near || lq_name_is_double(t->name) || lq_name_is_double(u->name) ? NEIGHBOURS : BY_SOUND;
    p.doubled = true;
  }
  return p;
}

// The surest first; among equals the one that moves more alike, then by name.
static int by_bond(const void* const a, const void* const b)
{
  const pair *const p = a, *const q = b;
  if (p->bond != q->bond) {
    return p->bond > q->bond ? -1 : 1;
  }
  if (p->envelopes != q->envelopes) {
    return p->envelopes > q->envelopes ? -1 : 1;
  }
  const int first = strcmp(p->name_a, q->name_a);
  return first ? first : strcmp(p->name_b, q->name_b);
}

static lq_status join(const lq_song* const song, lq_session* const session, const pair* const p)
{
  lq_track *const left = &song->tracks[p->a], *const right = &song->tracks[p->b];
  left->side     = LQ_SIDE_LEFT;
  left->twin     = (int)p->b;
  right->side    = LQ_SIDE_RIGHT;
  right->twin    = (int)p->a;
  left->doubled  = p->doubled;
  right->doubled = p->doubled;
  return lq_add_note(
      session->pool, &session->notes, &session->n_notes, "'%s' and '%s' %s, %s", left->name,
      right->name, p->doubled ? "are one part played twice" : "are the two sides of one recording",
      p->bond >= SAME_LETTERS ? "by their names" : "by their sound: one goes left, one right");
}

lq_status lq_find_pairs(lq_song* const song, lq_session* const session)
{
  pair*  all = NULL;
  size_t n   = 0;
  for (size_t a = 0; a < song->n; ++a) {
    for (size_t b = a + 1; b < song->n; ++b) {
      const bool both = !song->tracks[a].silent && !song->tracks[b].silent;
      pair       p    = both ? look(song, a, b) : (pair){0};
      if (p.bond == NOTHING) {
        continue;
      }
      p.name_a         = song->tracks[p.a].name;
      p.name_b         = song->tracks[p.b].name;
      pair* const more = lq_pool_grow(song->pool, all, n, sizeof *all);
      if (!more) {
        return LQ_ERR_MEMORY;
      }
      more[n++] = p;
      all       = more;
    }
  }
  if (n) {
    qsort(all, n, sizeof *all, by_bond);
  }
  for (size_t i = 0; i < n; ++i) {
    if (song->tracks[all[i].a].twin == LQ_NO_TRACK && song->tracks[all[i].b].twin == LQ_NO_TRACK) {
      LQ_TRY(join(song, session, &all[i]));
    }
  }
  return LQ_OK;
}
