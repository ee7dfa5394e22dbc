// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/strays.h"

#include "assist/notes.h"
#include "base/maths.h"
#include "base/pool.h"
#include "measure/click.h"
#include "measure/sum.h"

#include <math.h>
#include <string.h>

typedef struct {
  lq_song*    song;
  lq_session* session;
  lq_summing  sum;
  bool*       whole; // [n] may be everything in one file
} search;

// Its role is only a guess from its sound.
static bool is_unnamed(const lq_song* const song, const lq_track* const t)
{
  return !lq_role_from_name(&song->roles, t->name).role && t->role_sure < 1;
}

static lq_status aside(const search* const s, lq_track* const t, const char* const why)
{
  if (!why) {
    return LQ_ERR_MEMORY;
  }
  lq_track_aside(t, why);
  return lq_add_note(s->session->pool, &s->session->notes, &s->session->n_notes,
                     "'%s' is muted: %s", t->name, why);
}

static lq_status find_clicks(const search* const s)
{
  for (size_t i = 0; i < s->song->n; ++i) {
    lq_track* const t     = &s->song->tracks[i];
    const bool      named = lq_name_is_click(t->name);
    if (t->silent || t->role_sure >= 1 ||
        !(named || (is_unnamed(s->song, t) && lq_sounds_like_click(t->features)))) {
      continue;
    }
    LQ_TRY(
        aside(s, t,
              lq_pool_format(s->song->pool, "a click track, by its %s",
                             named ? "name" : "sound: short even beats of one pitch to the end")));
  }
  return LQ_OK;
}

// Of two copies the one stays whose name says more; names are unique, so one always comes first.
static bool stays(const search* const s, const lq_track* const a, const lq_track* const b)
{
  const bool p = is_unnamed(s->song, a), q = is_unnamed(s->song, b);
  return p != q ? q : strcmp(a->name, b->name) < 0;
}

static const char* copy_of(const search* const s, const size_t a, const size_t b)
{
  static const double       same_db = -50;
  const lq_signature *const f = s->song->tracks[a].sig, *const g = s->song->tracks[b].sig;
  if (f->features.n_channels != g->features.n_channels || f->info.n_frames != g->info.n_frames) {
    return NULL;
  }
  const double like     = lq_sum_likeness(&s->sum, a, b);
  const double apart_db = lq_power_to_db(fmax(1e-12, 1 - like * like));
  return f->hash == g->hash           ? "the same, sample for sample, as"
         : f->hash_negated == g->hash ? "the same, upside down, as"
         : apart_db >= same_db        ? NULL
         : like > 0                   ? "the same, but for its level or depth, as"
                                      : "the same, but for its level and upside down, as";
}

static lq_status find_copies(const search* const s)
{
  lq_song* const song = s->song;
  for (size_t i = 0; i < song->n; ++i) {
    for (size_t k = i + 1; k < song->n; ++k) {
      lq_track *const a = &song->tracks[i], *const b = &song->tracks[k];
      const char* const how = a->silent || b->silent ? NULL : copy_of(s, i, k);
      if (!how) {
        continue;
      }
      const bool      first = stays(s, a, b);
      lq_track *const kept = first ? a : b, *const left = first ? b : a;
      LQ_TRY(aside(s, left, lq_pool_format(song->pool, "%s '%s'", how, kept->name)));
    }
  }
  return LQ_OK;
}

// Takes lie beside the comp that was made of them.
static lq_status find_takes(const search* const s)
{
  lq_song* const song = s->song;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    char            stem[256], other[256];
    if (t->silent || lq_name_take(t->name, stem, sizeof stem) <= LQ_TAKE_NONE) {
      continue;
    }
    for (size_t k = 0; k < song->n; ++k) {
      const lq_track* const comp = &song->tracks[k];
      if (!comp->silent && lq_name_take(comp->name, other, sizeof other) == LQ_TAKE_COMP &&
          !strcmp(stem, other)) {
        LQ_TRY(
            aside(s, t, lq_pool_format(song->pool, "a take; '%s' was made of them", comp->name)));
        break;
      }
    }
  }
  return LQ_OK;
}

static void list_parts(search* const s, const size_t target)
{
  s->sum.n_list = 0;
  for (size_t i = 0; i < s->song->n; ++i) {
    if (i != target && !s->song->tracks[i].silent && !s->whole[i] &&
        fabs(lq_sum_likeness(&s->sum, target, i)) < 0.97) {
      s->sum.list[s->sum.n_list++] = i;
    }
  }
}

// By its name alone, or by its sound where the name says nothing.
static bool may_be_whole(const lq_song* const song, const lq_track* const t)
{
  const lq_features* const f = t->features;
  if (t->silent || t->role_sure >= 1 || !is_unnamed(song, t)) {
    return false;
  }
  return lq_name_is_mix(t->name) || lq_name_is_master(t->name) ||
         (lq_sound_fills_range(f) && f->n_channels == 2 && !f->dual_mono &&
          f->activity.share > 0.7);
}

// Overheads are explained by the close microphones of their kit; a mix has more in it than drums.
static bool has_several_groups(const search* const s, const size_t target)
{
  static const double share = 0.01;
  const char*         first = NULL;
  const size_t        n     = s->song->n;
  for (size_t k = 0; k < s->sum.n_list; ++k) {
    const size_t i    = s->sum.list[k];
    const double part = s->sum.gains[k] * s->sum.gains[k] * s->song->gram[i * n + i];
    if (part < share * s->song->gram[target * n + target]) {
      continue;
    }
    const char* const group = s->song->tracks[i].role->group;
    if (first && strcmp(first, group) != 0) {
      return true;
    }
    first = group;
  }
  return false;
}

static lq_status find_mix(search* const s, const size_t i)
{
  lq_track* const t     = &s->song->tracks[i];
  const bool      named = lq_name_is_mix(t->name) || lq_name_is_master(t->name);
  lq_sum          sum;
  list_parts(s, i);
  LQ_TRY(lq_sum_explain_shifted(&s->sum, i, LQ_SUM_SOME_NEGATIVE, &sum));
  const bool fits = s->sum.n_list > 1 && sum.n_parts > 1 &&
                    sum.error_db < (named ? LQ_SUM_NAMED_DB : LQ_SUM_LOOSE_DB);
  if (!named && !(fits && has_several_groups(s, i))) {
    return LQ_OK;
  }
  const char* const share =
      fits ? lq_pool_format(s->song->pool, "the others' sum explains %.0f %% of it",
                            100 * (1 - lq_exp(sum.error_db * LQ_LN10 / 10)))
           : "by its name";
  const char* const late =
      sum.offset_sec != 0
          ? lq_pool_format(s->song->pool, "; it runs %.3f s %s", fabs(sum.offset_sec),
                           sum.offset_sec > 0 ? "later" : "earlier")
          : "";
  return share && late
             ? aside(s, t,
                     lq_pool_format(s->song->pool,
                                    "a mix of the tracks (%s%s); a reference to compare with",
                                    share, late))
             : LQ_ERR_MEMORY;
}

// Exactly the sum of some of the others: a bus that was printed, beside its parts.
static lq_status find_bus(search* const s, const size_t i)
{
  lq_track* const t = &s->song->tracks[i];
  lq_sum          sum;
  list_parts(s, i);
  if (t->role_sure >= 1 || s->sum.n_list < 2) {
    return LQ_OK;
  }
  LQ_TRY(lq_sum_explain(&s->sum, i, 0, &sum));
  return sum.error_db > LQ_SUM_EXACT_DB || sum.n_parts < 2
             ? LQ_OK
             : aside(s, t,
                     lq_pool_format(s->song->pool,
                                    "the sum of %zu other tracks (%.0f dB remain without them)",
                                    sum.n_parts, sum.error_db));
}

static lq_status compare_all(search* const s, lq_crew* const crew)
{
  lq_song* const   song    = s->song;
  lq_signal* const signals = LQ_POOL_TAKE(song->pool, lq_signal, song->n + 1);
  song->gram               = LQ_POOL_TAKE(song->pool, double, song->n * song->n + 1);
  s->whole                 = LQ_POOL_TAKE(song->pool, bool, song->n + 1);
  s->sum                   = (lq_summing){.gram    = song->gram,
                                          .signals = signals,
                                          .n       = song->n,
                                          .list    = LQ_POOL_TAKE(song->pool, size_t, song->n + 1),
                                          .gains   = LQ_POOL_TAKE(song->pool, double, song->n + 1)};
  if (!signals || !song->gram || !s->whole || !s->sum.list || !s->sum.gains) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    signals[i] = lq_track_signal(&song->tracks[i]);
  }
  return lq_gram(song->gram, signals, song->n, crew);
}

lq_status lq_find_strays(lq_song* const song, lq_session* const session, lq_crew* const crew)
{
  search s = {.song = song, .session = session};
  LQ_TRY(compare_all(&s, crew));
  LQ_TRY(find_clicks(&s));
  LQ_TRY(find_copies(&s));
  LQ_TRY(find_takes(&s));
  for (size_t i = 0; i < song->n; ++i) {
    s.whole[i] = may_be_whole(song, &song->tracks[i]);
  }
  for (size_t i = 0; i < song->n; ++i) {
    LQ_TRY(s.whole[i] ? find_mix(&s, i) : LQ_OK);
  }
  for (size_t i = 0; i < song->n; ++i) { // what was no mix may be a part
    s.whole[i] = s.whole[i] && song->tracks[i].silent;
  }
  for (size_t i = 0; i < song->n; ++i) {
    LQ_TRY(song->tracks[i].silent ? LQ_OK : find_bus(&s, i));
  }
  return LQ_OK;
}
