// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/brief.h"

#include "base/pool.h"
#include "session/document.h"
#include "session/name_list.h"
#include "session/references.h"
#include "session/values.h"

#include <string.h>
#include <sys/stat.h>

const char* const lq_step_names[LQ_STEP_N + 1] = {"time", "cleaning", "eq",    "dynamics",
                                                  "pan",  "space",    "rides", NULL};

static const lq_param tempo_row = {
    .symbol = "tempo", .unit = LQ_UNIT_BPM, .min = 20, .max = 400, .def = 120};
static const lq_param strength_row = {.symbol = "strength", .max = 1, .def = 1};
static const lq_param level_row    = {.symbol = "level", .unit = LQ_UNIT_DB, .min = -20, .max = 20};

/// What a reader fills, and what it needs for it.
typedef struct {
  lq_brief*        brief;
  const lq_genres* genres;
} filling;

static lq_status read_version(const lq_reading* const r, void* const into,
                              const lq_node* const node, const lq_place* const place)
{
  (void)r, (void)into, (void)node, (void)place;
  return LQ_OK; // lq_document_check() has seen it
}

static lq_status read_title(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_text(r, node, place, "title", &((filling*)into)->brief->title);
}

static lq_status read_genre(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  filling* const f = into;
  const char*    name;
  LQ_TRY(lq_value_name(r, node, place, "genre", &name));
  f->brief->genre = lq_genre_find(f->genres, name);
  return f->brief->genre ? LQ_OK
                         : lq_reading_fail(r, LQ_ERR_UNKNOWN, node, place,
                                           "there is no genre '%s'; genres: %s.", name,
                                           lq_genres_list(f->genres).text);
}

static lq_status read_tempo(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_value_row(r, node, place, "", &tempo_row, &((filling*)into)->brief->tempo_bpm);
}

static lq_status read_strength(const lq_reading* const r, void* const into,
                               const lq_node* const node, const lq_place* const place)
{
  return lq_value_row(r, node, place, "", &strength_row, &((filling*)into)->brief->strength);
}

static lq_status read_lead_level(const lq_reading* const r, void* const into,
                                 const lq_node* const node, const lq_place* const place)
{
  lq_brief* const b = ((filling*)into)->brief;
  b->has_lead_db    = true;
  return lq_value_row(r, node, place, "lead", &level_row, &b->lead_db);
}

static lq_status read_lead_names(const lq_reading* const r, void* const into,
                                 const lq_node* const node, const lq_place* const place)
{
  lq_brief* const b = ((filling*)into)->brief;
  return lq_name_list_read(r, node, place, "the name of a track", NULL, &b->leads, &b->n_leads);
}

// `lead: Sax`, `lead: [Anna, Ben]`, or `lead: {track: Sax, level: 1 dB}`.
static lq_status read_lead(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  static const lq_key keys[] = {{"track", read_lead_names}, {"level", read_lead_level}};
  return node->kind == LQ_NODE_MAP ? lq_reading_keys(r, node, place, "lead", keys, 2, into)
                                   : read_lead_names(r, into, node, place);
}

static lq_status read_keep(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_brief* const b = ((filling*)into)->brief;
  return lq_name_list_read(r, node, place, "the name of a track", NULL, &b->keep, &b->n_keep);
}

static lq_status read_skip(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  lq_brief* const    b = ((filling*)into)->brief;
  const char* const* names;
  size_t             n;
  LQ_TRY(lq_name_list_read(r, node, place, "a step of the assistant", NULL, &names, &n));
  const bool     list = node->kind == LQ_NODE_LIST;
  const lq_node* item = list ? node->first : node;
  for (size_t i = 0; i < n; ++i, item = item->next) {
    const lq_place here = {.parent = place, .index = i};
    unsigned       step = 0;
    while (step < LQ_STEP_N && strcmp(lq_step_names[step], names[i]) != 0) {
      ++step;
    }
    if (step == LQ_STEP_N) {
      return lq_reading_unknown(r, item, list ? &here : place, "the assistant", names[i],
                                lq_step_names, LQ_STEP_N);
    }
    b->skip[step] = true;
  }
  return LQ_OK;
}

static lq_status read_references(const lq_reading* const r, void* const into,
                                 const lq_node* const node, const lq_place* const place)
{
  lq_brief* const b = ((filling*)into)->brief;
  return lq_references_read(r, node, place, &b->references, &b->n_references);
}

static lq_status read_notes(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  lq_brief* const b = ((filling*)into)->brief;
  return lq_document_notes(r, node, place, &b->notes, &b->n_notes);
}

lq_status lq_brief_read(lq_brief* const brief, lq_pool* const pool, const lq_genres* const genres,
                        const char* const path, lq_error* const error)
{
  static const lq_key keys[] = {
      {"lacquer", read_version}, {"title", read_title},       {"genre", read_genre},
      {"tempo", read_tempo},     {"strength", read_strength}, {"lead", read_lead},
      {"keep", read_keep},       {"skip", read_skip},         {"references", read_references},
      {"notes", read_notes},
  };
  lq_reading r    = {0};
  lq_node*   root = NULL;
  lq_brief   made = *brief;
  filling    f    = {.brief = &made, .genres = genres};
  LQ_TRY(lq_document_open(&r, &root, pool, NULL, 0, path, &(lq_plan_source){0}, error));
  LQ_TRY(lq_document_check(&r, root, "a brief"));
  LQ_TRY(lq_reading_keys(&r, root, NULL, "a brief", keys, sizeof keys / sizeof *keys, &f));
  *brief = made;
  return LQ_OK;
}

lq_status lq_brief_genre(lq_brief* const brief, const lq_genres* const genres,
                         const char* const text, lq_error* const error)
{
  const lq_genre* const genre = text ? lq_genre_find(genres, text) : brief->genre;
  if (text && !genre) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "there is no genre '%s'; genres: %s.", text,
                   lq_genres_list(genres).text);
  }
  brief->genre = genre;
  return LQ_OK;
}

lq_status lq_brief_strength(lq_brief* const brief, const char* const text, lq_error* const error)
{
  if (text && lq_param_parse(&strength_row, text, &brief->strength)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "--strength is '%s'; expected %s.", text,
                   lq_param_range(&strength_row).text);
  }
  return LQ_OK;
}

// "A.wav:0.5"; a file that is called so itself goes first.
static lq_status split_weight(char* const path, float* const weight, lq_error* const error)
{
  struct stat there;
  char* const colon = strrchr(path, ':');
  if (!colon || !stat(path, &there)) {
    return LQ_OK;
  }
  *colon = 0;
  if (stat(path, &there)) { // not a file with a weight, but one that is not there
    *colon = ':';
    return LQ_OK;
  }
  if (lq_param_parse(&lq_reference_weight_row, colon + 1, weight)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0},
                   "--reference '%s' has the weight '%s'; expected %s, as in %s:0.5.", path,
                   colon + 1, lq_param_range(&lq_reference_weight_row).text, path);
  }
  return LQ_OK;
}

lq_status lq_brief_reference(lq_brief* const brief, lq_pool* const pool, const char* const text,
                             lq_error* const error)
{
  struct stat         there;
  float               weight = 1;
  lq_reference* const list =
      lq_pool_grow(pool, brief->references, brief->n_references, sizeof *list);
  char* const path = lq_pool_copy(pool, text);
  if (!list || !path) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(split_weight(path, &weight, error));
  if (stat(path, &there)) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, path, "the reference '%s' is not there.", path);
  }
  list[brief->n_references] = (lq_reference){.file = path, .path = path, .weight = weight};
  brief->references         = list;
  ++brief->n_references;
  return LQ_OK;
}
