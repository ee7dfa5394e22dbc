// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/comments.h"

#include "audio/tag_names.h"
#include "base/maths.h"
#include "base/text.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double replay_lufs = -18, r128_lufs = -23;

static void add(lq_comments* const c, const char* const name, const char* const text)
{
  c->at[c->n++] = (lq_comment){.name = name, .text = text};
}

static char* room(lq_comments* const c)
{
  return c->room[c->n_room++];
}

static void add_number(lq_comments* const c, const char* const name, const unsigned number)
{
  if (number) {
    char* const text = room(c);
    (void)snprintf(text, sizeof c->room[0], "%u", number);
    add(c, name, text);
  }
}

void lq_fixed(char* const to, const size_t size, const double value, const unsigned decimals,
              const bool plus)
{
  long long scale = 1;
  for (unsigned i = 0; i < decimals; ++i) {
    scale *= 10;
  }
  const long long v = llround(value * (double)scale), whole = llabs(v) / scale;
  (void)snprintf(to, size, "%s%lld.%0*lld",
                 v < 0  ? "-"
                 : plus ? "+"
                        : "",
                 whole, (int)decimals, llabs(v) % scale);
}

static void add_gain(lq_comments* const c, const lq_gain_kind kind, const char* const name,
                     const double lufs)
{
  if (!isfinite(lufs)) { // silence has no loudness
    return;
  }
  char* const text = room(c);
  if (kind == LQ_GAIN_R128) {
    const long long gain = llround(256 * (r128_lufs - lufs)); // 8 bits behind the point, 16 in all
    const long long most = INT16_MAX, least = INT16_MIN;
    (void)snprintf(text, sizeof c->room[0], "%lld",
                   gain > most    ? most
                   : gain < least ? least
                                  : gain);
  } else {
    char number[28];
    lq_fixed(number, sizeof number, replay_lufs - lufs, 2, true);
    (void)snprintf(text, sizeof c->room[0], "%s dB", number);
  }
  add(c, name, text);
}

static void add_peak(lq_comments* const c, const char* const name, const double peak_dbtp)
{
  if (!isnan(peak_dbtp) && peak_dbtp < 200) { // no number of a file that plays is near that
    char* const text = room(c);
    lq_fixed(text, sizeof c->room[0], lq_db_to_lin(peak_dbtp), 6, false);
    add(c, name, text);
  }
}

static void add_loudness(lq_comments* const c, const lq_loudness_tags* const l,
                         const lq_gain_kind kind)
{
  const bool r128 = kind == LQ_GAIN_R128;
  if (l->known) {
    add_gain(c, kind, r128 ? "R128_TRACK_GAIN" : "REPLAYGAIN_TRACK_GAIN", l->integrated_lufs);
  }
  if (l->known && !r128) {
    add_peak(c, "REPLAYGAIN_TRACK_PEAK", l->true_peak_dbtp);
  }
  if (l->album_known) {
    add_gain(c, kind, r128 ? "R128_ALBUM_GAIN" : "REPLAYGAIN_ALBUM_GAIN", l->album_lufs);
  }
  if (l->album_known && !r128) {
    add_peak(c, "REPLAYGAIN_ALBUM_PEAK", l->album_peak_dbtp);
  }
  if ((l->known || l->album_known) && !r128) {
    add(c, "REPLAYGAIN_REFERENCE_LOUDNESS", "-18.00 LUFS");
  }
}

void lq_comments_of(lq_comments* const comments, const lq_tags* const tags,
                    const lq_gain_kind gains)
{
  lq_comments* const c = comments;
  c->n = c->n_room = 0;
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    if (tags->text[i] && *tags->text[i]) {
      add(c, lq_tag_names_of((lq_tag)i)->comment, tags->text[i]);
    }
  }
  add_number(c, "TRACKNUMBER", tags->track);
  add_number(c, "TRACKTOTAL", tags->n_tracks);
  add_number(c, "DISCNUMBER", tags->disc);
  add_number(c, "DISCTOTAL", tags->n_discs);
  if (tags->is_explicit) { // Apple's rating: 1 is explicit
    add(c, "ITUNESADVISORY", tags->is_explicit == LQ_EXPLICIT_YES ? "1" : "0");
  }
  add_loudness(c, &tags->loudness, gains);
}

lq_tags lq_tags_none(void)
{
  const double none = (double)NAN;
  return (lq_tags){.loudness = {.integrated_lufs = none,
                                .range_lu        = none,
                                .true_peak_dbtp  = none,
                                .momentary_lufs  = none,
                                .short_term_lufs = none,
                                .album_lufs      = none,
                                .album_peak_dbtp = none}};
}

lq_status lq_tags_add(lq_tags* const tags, lq_pool* const pool, const lq_tag tag,
                      const char* const text)
{
  if (!*text) {
    return LQ_OK;
  }
  const size_t      most = 4096; // bytes joined; what says an artist ten thousand times is no song
  const char* const old  = tags->text[tag];
  if (old && strlen(old) + strlen(text) > most) {
    return LQ_OK;
  }
  const char* const all = old ? lq_pool_format(pool, "%s; %s", old, text) : text;
  if (!all) {
    return LQ_ERR_MEMORY;
  }
  tags->text[tag] = all;
  return LQ_OK;
}

static const char* digits(const char* at, unsigned* const number)
{
  unsigned v = 0;
  while (*at >= '0' && *at <= '9' && v < 100000) { // more tracks than any disc has
    v = 10 * v + (unsigned)(*at++ - '0');
  }
  *number = v;
  return at;
}

void lq_tags_number(const char* const text, unsigned* const number, unsigned* const of)
{
  const char* const end = digits(text, number);
  if (of && *end == '/') {
    (void)digits(end + 1, of);
  }
}

static bool figure(const char* const text, double* const value)
{
  const char* end;
  return lq_text_to_double(text + (*text == '+'), value, &end);
}

static void take_loudness(lq_loudness_tags* const l, const char* const name, const double v)
{
  const bool replay = lq_text_same(name, "REPLAYGAIN_TRACK_GAIN");
  if (replay || lq_text_same(name, "R128_TRACK_GAIN")) {
    l->known           = true;
    l->integrated_lufs = replay ? replay_lufs - v : r128_lufs - v / 256;
  }
  const bool album = lq_text_same(name, "REPLAYGAIN_ALBUM_GAIN");
  if (album || lq_text_same(name, "R128_ALBUM_GAIN")) {
    l->album_known = true;
    l->album_lufs  = album ? replay_lufs - v : r128_lufs - v / 256;
  }
  if (v >= 0 && lq_text_same(name, "REPLAYGAIN_TRACK_PEAK")) {
    l->known          = true;
    l->true_peak_dbtp = lq_lin_to_db(v);
  }
  if (v >= 0 && lq_text_same(name, "REPLAYGAIN_ALBUM_PEAK")) {
    l->album_known     = true;
    l->album_peak_dbtp = lq_lin_to_db(v);
  }
}

lq_status lq_comments_take(lq_tags* const tags, lq_pool* const pool, const char* const name,
                           const char* const text)
{
  const struct {
    const char* name;
    unsigned *  number, *of;
  } numbers[]      = {{"TRACKNUMBER", &tags->track, &tags->n_tracks},
                      {"TRACKTOTAL", &tags->n_tracks, NULL},
                      {"TOTALTRACKS", &tags->n_tracks, NULL},
                      {"DISCNUMBER", &tags->disc, &tags->n_discs},
                      {"DISCTOTAL", &tags->n_discs, NULL},
                      {"TOTALDISCS", &tags->n_discs, NULL}};
  const lq_tag tag = lq_tag_of_comment(name);
  if (tag < LQ_TAG_N) {
    return lq_tags_add(tags, pool, tag, text);
  }
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; ++i) {
    if (lq_text_same(name, numbers[i].name)) {
      lq_tags_number(text, numbers[i].number, numbers[i].of);
      return LQ_OK;
    }
  }
  double v;
  if (lq_text_same(name, "ITUNESADVISORY")) { // 2 is a version that was made clean
    tags->is_explicit = *text == '1' || *text == '4' ? LQ_EXPLICIT_YES : LQ_EXPLICIT_NO;
  } else if (figure(text, &v)) {
    take_loudness(&tags->loudness, name, v);
  }
  return LQ_OK;
}

static void fill(double* const to, const double from)
{
  *to = isnan(*to) ? from : *to;
}

static void merge_loudness(lq_loudness_tags* const to, const lq_loudness_tags* const from)
{
  to->known       = to->known || from->known;
  to->album_known = to->album_known || from->album_known;
  fill(&to->integrated_lufs, from->integrated_lufs);
  fill(&to->range_lu, from->range_lu);
  fill(&to->true_peak_dbtp, from->true_peak_dbtp);
  fill(&to->momentary_lufs, from->momentary_lufs);
  fill(&to->short_term_lufs, from->short_term_lufs);
  fill(&to->album_lufs, from->album_lufs);
  fill(&to->album_peak_dbtp, from->album_peak_dbtp);
}

void lq_tags_merge(lq_tags* const to, const lq_tags* const from)
{
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    to->text[i] = to->text[i] ? to->text[i] : from->text[i];
  }
  to->track       = to->track ? to->track : from->track;
  to->n_tracks    = to->n_tracks ? to->n_tracks : from->n_tracks;
  to->disc        = to->disc ? to->disc : from->disc;
  to->n_discs     = to->n_discs ? to->n_discs : from->n_discs;
  to->is_explicit = to->is_explicit ? to->is_explicit : from->is_explicit;
  if (!to->picture_bytes) {
    to->picture_bytes   = from->picture_bytes;
    to->n_picture_bytes = from->n_picture_bytes;
  }
  merge_loudness(&to->loudness, &from->loudness);
}
