// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/red_book.h"

#include "disc/codes.h"

#include <stdio.h>
#include <string.h>

enum {
  // Playing times that documents of plants name: the nominal longest disc, and the practical end.
  NOMINAL_END   = (74 * 60 + 33) * LQ_SECTORS_PER_SEC,
  PRACTICAL_END = (79 * 60 + 57) * LQ_SECTORS_PER_SEC,
};

typedef struct {
  const lq_disc* disc;
  lq_fault_list  faults;
} judge;

lq_msf lq_msf_of(const uint32_t sector)
{
  lq_msf         m;
  const unsigned sec = sector / LQ_SECTORS_PER_SEC;
  (void)snprintf(m.text, sizeof m.text, "%02u:%02u:%02u", sec / 60, sec % 60,
                 sector % LQ_SECTORS_PER_SEC);
  return m;
}

static uint32_t mark_of(const lq_disc_track* const t)
{
  return t->n_index ? t->index[0] : t->pause;
}

uint32_t lq_disc_track_end(const lq_disc* const disc, const unsigned track)
{
  return track + 1 < disc->n_tracks ? disc->tracks[track + 1].pause : disc->lead_out;
}

static void judge_length(const judge* const j, const unsigned track)
{
  const lq_disc_track* const t     = &j->disc->tracks[track];
  const bool                 last  = track + 1 == j->disc->n_tracks;
  const uint32_t             start = mark_of(t), end = lq_disc_track_end(j->disc, track);
  const uint32_t             next = last ? j->disc->lead_out : mark_of(t + 1);
  if (next > start && next - start < LQ_DISC_LEAST_TRACK) {
    lq_fault_error(&j->faults, t->at, "Track %u is %.2f s long (%s); expected at least 4 s.",
                   track + 1, (double)(next - start) / LQ_SECTORS_PER_SEC,
                   lq_msf_of(next - start).text);
  } else if (end > start && end - start < LQ_DISC_LEAST_TRACK) {
    lq_fault_warn(&j->faults, t->at,
                  "Track %u has %.2f s before the pause of the next one; some plants count only "
                  "those, and ask for 4 s.",
                  track + 1, (double)(end - start) / LQ_SECTORS_PER_SEC);
  }
}

static void judge_marks(const judge* const j, const unsigned track)
{
  const lq_disc_track* const t = &j->disc->tracks[track];
  if (!t->n_index || t->n_index > LQ_DISC_MOST_INDEX) {
    lq_fault_error(&j->faults, t->at,
                   "Track %u has %u index marks; expected 1 to 99, from index 01.", track + 1,
                   t->n_index);
    return;
  }
  if (t->pause > t->index[0]) {
    lq_fault_error(&j->faults, t->at, "Track %u: its pause begins at %s, behind its start at %s.",
                   track + 1, lq_msf_of(t->pause).text, lq_msf_of(t->index[0]).text);
  }
  for (unsigned i = 1; i < t->n_index; ++i) {
    if (t->index[i] <= t->index[i - 1]) {
      lq_fault_error(&j->faults, t->at,
                     "Track %u: index %02u at %s is not behind index %02u at %s.", track + 1, i + 1,
                     lq_msf_of(t->index[i]).text, i, lq_msf_of(t->index[i - 1]).text);
    }
  }
  const uint32_t end  = lq_disc_track_end(j->disc, track);
  const uint32_t last = t->index[t->n_index - 1];
  if (last >= end && track + 1 < j->disc->n_tracks) {
    lq_fault_error(&j->faults, t->at,
                   "Track %u: index %02u at %s is not before track %u, which begins at %s.",
                   track + 1, t->n_index, lq_msf_of(last).text, track + 2, lq_msf_of(end).text);
  } else if (last >= end) {
    lq_fault_error(&j->faults, t->at,
                   "Track %u: index %02u at %s is not before the end of the disc at %s.", track + 1,
                   t->n_index, lq_msf_of(last).text, lq_msf_of(end).text);
  }
}

static void judge_first(const judge* const j)
{
  const lq_disc_track* const t = &j->disc->tracks[0];
  if (t->pause) {
    lq_fault_error(&j->faults, t->at,
                   "The pause of track 1 begins at %s; expected 00:00:00, where the disc begins.",
                   lq_msf_of(t->pause).text);
  }
  if (mark_of(t) < LQ_DISC_PAUSE) {
    lq_fault_error(&j->faults, t->at,
                   "Track 1 begins at %s; expected a pause of at least 2 s (00:02:00) before it.",
                   lq_msf_of(mark_of(t)).text);
  }
}

static void judge_codes(const judge* const j, const unsigned track)
{
  const lq_disc_track* const t = &j->disc->tracks[track];
  if (!t->isrc) {
    return;
  }
  if (!lq_isrc_valid(t->isrc)) {
    lq_fault_error(&j->faults, t->at,
                   "Track %u: the ISRC '%s' is malformed; expected 12 characters, 2 letters, 3 "
                   "letters or digits, 7 digits.",
                   track + 1, t->isrc);
    return;
  }
  for (unsigned other = 0; other < track; ++other) {
    const char* const isrc = j->disc->tracks[other].isrc;
    if (isrc && !strcmp(isrc, t->isrc)) {
      lq_fault_warn(&j->faults, t->at,
                    "Track %u has the ISRC of track %u, %s; each recording has its own.", track + 1,
                    other + 1, isrc);
      return;
    }
  }
}

static void judge_flags(const judge* const j, const unsigned track)
{
  const lq_disc_track* const t = &j->disc->tracks[track];
  if ((t->flags & LQ_DISC_DCP) && (t->flags & LQ_DISC_SCMS)) {
    lq_fault_error(&j->faults, t->at,
                   "Track %u permits digital copies and limits them (DCP and SCMS); expected one "
                   "of both, or none.",
                   track + 1);
  }
  if (t->flags & LQ_DISC_4CH) {
    lq_fault_warn(&j->faults, t->at, "Track %u says it has four channels, which no player plays.",
                  track + 1);
  }
}

static void judge_disc(const judge* const j)
{
  const lq_disc* const d = j->disc;
  if (d->lead_out >= LQ_DISC_END) {
    lq_fault_error(&j->faults, (lq_at){0}, "The disc is %s long; CD times end at 99:59:74.",
                   lq_msf_of(d->lead_out).text);
  } else if (d->lead_out > PRACTICAL_END) {
    lq_fault_warn(&j->faults, (lq_at){0},
                  "The disc is %s long; hardly a plant presses more than 79:57.",
                  lq_msf_of(d->lead_out).text);
  } else if (d->lead_out > NOMINAL_END) {
    lq_fault_warn(&j->faults, (lq_at){0}, "The disc is %s long; above 74:33 ask the plant first.",
                  lq_msf_of(d->lead_out).text);
  }
  if (d->ean && !lq_ean_digits(d->ean)) {
    lq_fault_error(&j->faults, (lq_at){0}, "The bar code '%s' is malformed; expected 13 digits.",
                   d->ean);
  } else if (d->ean && lq_ean_check_digit(d->ean) != d->ean[LQ_EAN_DIGITS - 1]) {
    lq_fault_warn(&j->faults, (lq_at){0},
                  "The bar code %s ends in %c; its other digits ask for %c as the last one.",
                  d->ean, d->ean[LQ_EAN_DIGITS - 1], lq_ean_check_digit(d->ean));
  }
}

lq_status lq_red_book_judge(const lq_disc* const disc, lq_pool* const pool,
                            lq_disc_faults* const faults)
{
  const judge j = {.disc = disc, .faults = {.pool = pool, .to = faults}};
  if (!disc->n_tracks || disc->n_tracks > LQ_DISC_MOST_TRACKS) {
    lq_fault_error(&j.faults, disc->n_tracks ? disc->tracks[LQ_DISC_MOST_TRACKS].at : (lq_at){0},
                   "The disc has %u tracks; expected 1 to 99.", disc->n_tracks);
  }
  judge_disc(&j);
  for (unsigned i = 0; i < disc->n_tracks; ++i) {
    if (!i) {
      judge_first(&j);
    }
    judge_marks(&j, i);
    judge_length(&j, i);
    judge_codes(&j, i);
    judge_flags(&j, i);
  }
  return faults->no_memory ? LQ_ERR_MEMORY : LQ_OK;
}

lq_status lq_red_book_demand(const lq_disc* const disc, lq_error* const error)
{
  lq_pool*       pool   = NULL;
  lq_disc_faults faults = {0};
  LQ_TRY(lq_pool_new(&pool));
  lq_status st = lq_red_book_judge(disc, pool, &faults);
  for (size_t i = 0; !st && i < faults.n; ++i) {
    if (faults.items[i].error) {
      st = lq_fail(error, LQ_ERR_BAD_VALUE, faults.items[i].at, "%s", faults.items[i].sentence);
    }
  }
  lq_pool_free(pool);
  return st;
}
