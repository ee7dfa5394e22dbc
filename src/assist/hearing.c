// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/hearing.h"

#include "base/pool.h"

#include <math.h>
#include <string.h>

typedef struct {
  lq_song*        song;
  lq_words*       names;  // [n] without what all of them share
  lq_sound_guess* heard;  // [n] of those that neither person nor name said anything of
  bool*           unsaid; // [n]
} hearing;

// "Night Drive - Kick.wav", "Night Drive - Piano.wav": what all names share says nothing of any
// one.
static void split_names(hearing* const h)
{
  size_t front, back;
  for (size_t i = 0; i < h->song->n; ++i) {
    h->names[i] = lq_words_split(h->song->tracks[i].name);
  }
  lq_words_common(h->names, h->song->n, &front, &back);
  for (size_t i = 0; i < h->song->n; ++i) {
    h->names[i] = lq_words_cut(&h->names[i], front, back);
  }
}

static lq_status say(const hearing* const h, lq_track* const t, const lq_role* const role,
                     const double sure, const char* const because)
{
  t->role      = role;
  t->role_sure = sure;
  t->role_why =
      because ? lq_pool_format(h->song->pool, "%.0f %% sure: %s", 100 * sure, because) : NULL;
  return t->role && t->role_why ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status by_name(const hearing* const h, const size_t i, bool* const said)
{
  lq_track* const t     = &h->song->tracks[i];
  lq_role_guess   guess = lq_role_from_words(&h->song->roles, &h->names[i]);
  if (!guess.role) { // three files called "Vox": what they share is all they have
    guess = lq_role_from_name(&h->song->roles, t->name);
  }
  *said = guess.role != NULL;
  return guess.role ? say(h, t, guess.role, guess.sure,
                          lq_pool_format(h->song->pool, "'%s' in its name", guess.word))
                    : LQ_OK;
}

// What it sounds like, in the words of a plan.
static const char* describe(const hearing* const h, const lq_track* const t)
{
  return lq_pool_format(h->song->pool, "weight at %.0f Hz, %.0f %% of it struck",
                        t->features->centroid_hz, 100 * t->features->percussiveness);
}

static lq_status by_sound(const hearing* const h, const size_t i)
{
  lq_track* const      t     = &h->song->tracks[i];
  lq_sound_guess*      g     = &h->heard[i];
  const lq_role* const other = lq_role_find(&h->song->roles, "other");
  lq_voicing           voicing;
  h->unsaid[i] = true;
  if (t->silent || !t->sig) {
    t->role     = other;
    t->role_why = "silent, and its name says nothing";
    return other ? LQ_OK : LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_voicing_find(&voicing, lq_track_signal(t), &t->features->activity));
  const lq_sound sound   = lq_sound_of(t->features, &voicing);
  *g                     = lq_role_from_sound(&h->song->sounds, &h->song->roles, &sound);
  const char* const what = describe(h, t);
  const char* const how  = g->role == other ? "not sure enough of any instrument; " : "";
  return say(h, t, g->role, g->sure,
             what
                 ? lq_pool_format(h->song->pool,
                                  "its name says nothing; %sby its sound it is most like '%s' (%s)",
                                  how, g->kind, what)
                 : NULL);
}

// A lead stands in front: sure, there for long, and not spread out to both sides.
static double leads(const hearing* const h, const size_t i)
{
  const lq_features* const f = h->song->tracks[i].features;
  return h->heard[i].voice * sqrt(f->activity.share) * (f->side_db > -8 ? 0.3 : 1.0);
}

// The likeliest voice among those whose names say nothing; n when nobody sings.
static size_t find_lead(const hearing* const h)
{
  const size_t n    = h->song->n;
  size_t       lead = n;
  for (size_t i = 0; i < n; ++i) {
    const bool voice = h->unsaid[i] && h->heard[i].voice >= LQ_VOICE_SURE;
    lead             = voice && (lead == n || leads(h, i) > leads(h, lead)) ? i : lead;
  }
  return lead;
}

static lq_status call_voice(const hearing* const h, const size_t i, const char* const role,
                            const char* const more)
{
  lq_track* const   t    = &h->song->tracks[i];
  const char* const what = describe(h, t);
  return say(h, t, lq_role_find(&h->song->roles, role), h->heard[i].voice,
             what ? lq_pool_format(h->song->pool,
                                   "its name says nothing; it sounds like a voice%s (%s)", more,
                                   what)
                  : NULL);
}

// Nothing but a voice sounds like one, and a mix without its lead is a wrong mix: so the likeliest
// voice leads where no name says who does, and what else is a voice backs it. What is only perhaps
// one, and may be a horn, leads less.
static lq_status sort_voices(const hearing* const h)
{
  static const double  surely = 0.35;
  const lq_song* const song   = h->song;
  bool                 named  = false;
  for (size_t i = 0; i < song->n; ++i) {
    named = named || (!h->unsaid[i] && song->tracks[i].role->lead && !song->tracks[i].silent);
  }
  const size_t lead = named ? song->n : find_lead(h);
  for (size_t i = 0; i < song->n; ++i) {
    if (i == lead) {
      const bool sure = h->heard[i].voice >= surely;
      LQ_TRY(call_voice(h, i, sure ? "lead-vocal" : "lead-synth",
                        sure ? ", more like the lead than any other"
                             : ", or plays the tune like one: it leads, but less than a singer"));
    } else if (h->unsaid[i] && song->tracks[i].role->lead) {
      LQ_TRY(call_voice(h, i, "backing-vocal", ", and another one leads"));
    }
  }
  return LQ_OK;
}

static lq_status by_choice(const hearing* const h, const lq_role_choices* const chosen,
                           bool* const used, const size_t i)
{
  lq_track* const             t = &h->song->tracks[i];
  const lq_role_choice* const c = lq_role_choice_find(chosen, t->name, t->file);
  if (c) {
    used[c - chosen->choices] = true;
    t->role                   = lq_role_find(&h->song->roles, c->role->name); // this song's own
    t->role_sure              = 1;
    t->role_why               = "you said so";
  }
  return LQ_OK;
}

static lq_status check_choices(const lq_song* const song, const lq_role_choices* const chosen,
                               const bool* const used, lq_error* const error)
{
  const char** const names = LQ_POOL_TAKE(song->pool, const char*, song->n + 1);
  for (size_t i = 0; names && i < song->n; ++i) {
    names[i] = song->tracks[i].name;
  }
  for (size_t k = 0; names && k < chosen->n; ++k) {
    if (!used[k]) {
      return lq_role_choice_fail(&chosen->choices[k], song->pool, names, song->n, error);
    }
  }
  return names ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_hear_roles(lq_song* const song, const lq_role_choices* const chosen,
                        lq_error* const error)
{
  hearing     h    = {.song   = song,
                      .names  = LQ_POOL_TAKE(song->pool, lq_words, song->n + 1),
                      .heard  = LQ_POOL_TAKE(song->pool, lq_sound_guess, song->n + 1),
                      .unsaid = LQ_POOL_TAKE(song->pool, bool, song->n + 1)};
  bool* const used = LQ_POOL_TAKE(song->pool, bool, chosen->n + 1);
  if (!h.names || !h.heard || !h.unsaid || !used) {
    return LQ_ERR_MEMORY;
  }
  split_names(&h);
  for (size_t i = 0; i < song->n; ++i) {
    LQ_TRY(by_choice(&h, chosen, used, i));
    bool said = song->tracks[i].role != NULL;
    LQ_TRY(said ? LQ_OK : by_name(&h, i, &said));
    LQ_TRY(said ? LQ_OK : by_sound(&h, i));
  }
  LQ_TRY(check_choices(song, chosen, used, error));
  return sort_voices(&h);
}
