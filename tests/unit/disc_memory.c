// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Discs without memory: an error comes back, nothing dies and nothing leaks.
#include "disc_sets.h"
#include "memory_tools.h"

#include "base/folder.h"
#include "disc/cue.h"
#include "disc/ddp_extract.h"
#include "disc/toc.h"

static tool_disc disc;

static lq_status write_set(scene* const s)
{
  return lq_ddp_write(&disc.disc, tool_folder, NULL, &s->error);
}

static lq_status read_set(scene* const s)
{
  lq_pool* pool = NULL;
  lq_ddp   ddp;
  LQ_TRY(lq_pool_new(&pool));
  const lq_status st = lq_ddp_read(tool_folder, pool, &ddp, &s->error);
  CHECK(st || !ddp.faults.n_errors);
  lq_pool_free(pool);
  return st;
}

static lq_status extract(scene* const s)
{
  lq_pool*    pool   = NULL;
  lq_folder*  folder = NULL;
  lq_ddp_made made;
  LQ_TRY(lq_pool_new(&pool));
  const bool armed = failing.armed; // a folder that sweeps up may do without memory
  failing.armed    = false;
  lq_status st     = lq_folder_open(&folder, tool_path("out"), false,
                                    (lq_ours){.is = lq_ddp_extract_ours}, &s->error);
  failing.armed    = armed;
  if (!st) {
    st            = lq_ddp_extract(s->data, lq_folder_path(folder), NULL, pool, &made, &s->error);
    failing.armed = false; // what sweeps up afterwards may have memory
    lq_folder_abandon(folder);
  }
  lq_pool_free(pool);
  return st;
}

static lq_status sheets(scene* const s)
{
  const lq_cue_piece pieces[] = {{"a.wav", 150, 1200}, {"b.wav", 1200, SET_END}};
  const lq_cue_spec  spec     = {.pieces = pieces, .n_pieces = 2, .latin1 = true};
  const lq_toc_spec  toc      = {.file = "a.wav"};
  const uint32_t     n[]      = {1050, 600};
  lq_pool*           pool     = NULL;
  const char*        text     = NULL;
  lq_cue             cue;
  lq_disc            back;
  LQ_TRY(lq_pool_new(&pool));
  lq_status st = lq_toc_text(&disc.disc, &toc, pool, &text, &s->error);
  st           = st ? st : lq_cue_text(&disc.disc, &spec, pool, &text, &s->error);
  st           = st ? st : lq_cue_parse(text, strlen(text), "x", pool, &cue, &s->error);
  st           = st ? st : lq_cue_disc(&cue, n, pool, &back, &s->error);
  lq_pool_free(pool);
  return st;
}

static void discs_survive_without_memory(void)
{
  lq_pool* pool  = NULL;
  lq_ddp   ddp   = {0};
  lq_error error = {0};
  set_disc(&disc);
  tool_image(tool_path("IMAGE.DAT"), SET_END);
  CHECK(!write_set(&(scene){0}) && !lq_pool_new(&pool));
  CHECK(!lq_ddp_read(tool_folder, pool, &ddp, &error));
  for_every_n(write_set, "lq_ddp_write", NULL);
  for_every_n(read_set, "lq_ddp_read", NULL);
  for_every_n(extract, "lq_ddp_extract", &ddp);
  for_every_n(sheets, "sheets", NULL);
  lq_pool_free(pool);
}

static const check_test tests[] = {CHECK_TEST(discs_survive_without_memory)};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
