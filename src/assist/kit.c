// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/kit.h"

#include "assist/notes.h"
#include "base/pool.h"
#include "measure/bleed.h"

#include <string.h>

enum { FEW_WAYS = 3 };

typedef struct {
  lq_song*      song;
  size_t*       list; // [n] tracks
  lq_bleed_mic* mics; // [n]
  lq_bleed*     all;  // [n * n]
  size_t        n;
} kit;

static bool is(const lq_track* const t, const char* const role)
{
  return !strcmp(t->role->name, role);
}

static lq_status list_mics(kit* const k)
{
  const size_t n = k->song->n;
  k->list        = LQ_POOL_TAKE(k->song->pool, size_t, n + 1);
  k->mics        = LQ_POOL_TAKE(k->song->pool, lq_bleed_mic, n + 1);
  if (!k->list || !k->mics) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    const lq_track* const t = &k->song->tracks[i];
    if (!t->silent && t->sig && !strcmp(t->role->group, "drums") && !is(t, "drums")) {
      k->list[k->n] = i;
      k->mics[k->n++] =
          (lq_bleed_mic){.sig = t->sig, .hears_all = is(t, "overhead") || is(t, "room")};
    }
  }
  k->all = LQ_POOL_TAKE(k->song->pool, lq_bleed, k->n * k->n + 1);
  return k->all ? LQ_OK : LQ_ERR_MEMORY;
}

static bool hears_others(const kit* const k, const size_t into)
{
  for (size_t from = 0; from < k->n; ++from) {
    if (lq_bleed_is_heard(&k->all[from * k->n + into])) {
      return true;
    }
  }
  return false;
}

// Hits of a drum of its own stand out, however quietly it was recorded; bleed goes on all the time.
static bool goes_on(const lq_features* const f)
{
  float  most   = 0;
  size_t n_loud = 0;
  for (size_t i = 0; i < f->n_blocks; ++i) {
    most = f->power[i] > most ? f->power[i] : most;
  }
  for (size_t i = 0; i < f->n_blocks; ++i) {
    n_loud += f->power[i] > 0.01F * most; // -20 dB
  }
  return 2 * n_loud > f->n_blocks;
}

static lq_status find_unplayed(const kit* const k, lq_session* const session)
{
  for (size_t i = 0; i < k->n; ++i) {
    lq_track* const t     = &k->song->tracks[k->list[i]];
    const bool      close = is(t, "kick") || is(t, "snare") || is(t, "tom") || is(t, "hihat");
    if (!close || t->role_sure >= 1 || !hears_others(k, i) || !goes_on(t->features)) {
      continue;
    }
    const double lead_db = lq_bleed_lead_db(k->mics, k->n, i);
    if (lead_db < LQ_BLEED_ONLY_DB) {
      const char* const why = lq_pool_format(
          k->song->pool,
          "hears only the other drums: never less than %.0f dB under the loudest of them",
          -lead_db);
      LQ_TRY(why ? LQ_OK : LQ_ERR_MEMORY);
      lq_track_aside(t, why);
      LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes, "'%s' is muted: it %s",
                         t->name, why));
    }
  }
  return LQ_OK;
}

// Layers of one drum are no bleed; and what a machine puts into one track, several drums or an
// effect, is heard there alone.
static bool is_way(const kit* const k, const lq_bleed* const b)
{
  return lq_bleed_is_heard(b) &&
         k->song->tracks[k->list[b->from]].role != k->song->tracks[k->list[b->into]].role;
}

static bool is_kit(const kit* const k)
{
  size_t n_ways = 0, n_hear = 0;
  for (size_t into = 0; into < k->n; ++into) {
    size_t n = 0;
    for (size_t from = 0; from < k->n; ++from) {
      n += is_way(k, &k->all[from * k->n + into]);
    }
    n_ways += n;
    n_hear += n > 0;
  }
  return n_ways >= FEW_WAYS && n_hear >= 2;
}

lq_status lq_find_kit(lq_song* const song, lq_session* const session, lq_crew* const crew)
{
  kit    k    = {.song = song};
  size_t n_in = 0;
  LQ_TRY(list_mics(&k));
  LQ_TRY(lq_bleed_find(k.all, k.mics, k.n, crew));
  if (!is_kit(&k)) {
    return LQ_OK;
  }
  for (size_t i = 0; i < k.n * k.n; ++i) {
    if (is_way(&k, &k.all[i])) {
      song->tracks[k.list[k.all[i].from]].in_kit = true;
      song->tracks[k.list[k.all[i].into]].in_kit = true;
    }
  }
  for (size_t i = 0; i < song->n; ++i) {
    n_in += song->tracks[i].in_kit;
  }
  LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "%zu microphones hang round one drum kit: they hear each other", n_in));
  return find_unplayed(&k, session);
}
