// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/in.h"
#include "audio/out.h"
#include "base/pool.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/show.h"
#include "cli/term.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "session/plan.h"
#include "session/set.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CHAIN, OUTPUT, BITS, TEMPO, TAIL };

static const lq_option options[] = {
    [CHAIN]  = {"chain", 'c', "CHAIN", "A chain as YAML text, or a file that holds one."},
    [OUTPUT] = {"output", 'o', "OUT", "File to write; its ending says the format."},
    [BITS]   = {"bits", 'b', "16|24|32f", "Depth of the output; 24 if not given."},
    [TEMPO]  = {"tempo", 't', "BPM", "Tempo, for what counts in beats."},
    [TAIL]   = {"tail", 0, NULL, "Let reverb and echo ring out past the end of the input."},
    {NULL, 0, NULL, NULL},
};

// A chain that ends in dither has already put the audio on the output's grid.
static bool dithers_itself(const lq_chain* const chain)
{
  return chain->n && !strcmp(chain->devices[chain->n - 1].proc->symbol, "dither");
}

static lq_status render(const lq_args* const args, const lq_bounce* const bounce,
                        const lq_audio_out_spec* const depth, lq_bounce_result* const result,
                        uint64_t* const n_clipped, lq_error* const error)
{
  lq_render_options ro;
  LQ_TRY(lq_cli_render_options(args, &ro, error));
  lq_audio_out*     out  = NULL;
  lq_audio_out_spec spec = *depth;
  const char* const path = lq_args_own(args, OUTPUT);
  lq_progress       p    = lq_progress_start(args, "processing");
  ro                     = lq_cli_shown(ro, &p);
  LQ_TRY(lq_bounce_measure(bounce, result, error));
  spec.rate_hz    = result->rate_hz;
  spec.n_channels = result->n_channels;
  lq_status st    = args->dry_run ? LQ_OK : lq_audio_out_open(&out, path, &spec, error);
  if (!st) {
    st = lq_bounce_run(bounce, out ? lq_sink_file(out) : lq_sink_none(), &ro, result, error);
  }
  if (!st && out) {
    *n_clipped = lq_audio_out_clipped(out);
    st         = lq_audio_out_commit(out, error);
    out        = NULL;
  }
  lq_audio_out_abandon(out);
  lq_progress_end(&p, st);
  return st;
}

static void print_result(const lq_args* const args, const lq_chain* const chain,
                         const lq_bounce_result* const r)
{
  json_t* const devices = json_array();
  for (size_t i = 0; i < chain->n && i < LQ_BOUNCE_MAX_DEVICES; ++i) {
    const lq_proc* const p      = chain->devices[i].proc;
    json_t* const        meters = json_object();
    unsigned             meter  = 0;
    for (unsigned k = 0; k < p->n_params; ++k) {
      if (p->params[k].flags & LQ_OUT) {
        const double value = (double)r->meters[0][i][meter++];
        json_object_set_new(meters, p->params[k].symbol,
                            isfinite(value) ? json_real(value) : json_null());
        if (!args->json) {
          printf("%-12s %s %.2f %s\n", p->symbol, p->params[k].symbol, value,
                 lq_unit_symbol(p->params[k].unit));
        }
      }
    }
    json_array_append_new(devices,
                          json_pack("{s:s, s:o}", "processor", p->symbol, "meters", meters));
  }
  json_t* const j = json_pack("{s:s?, s:f, s:f, s:i, s:i, s:o}", "file", lq_args_own(args, OUTPUT),
                              "duration_sec", (double)r->n_frames / r->rate_hz, "sample_rate_hz",
                              r->rate_hz, "channels", (int)r->n_channels, "latency_frames",
                              (int)r->latency_frames, "devices", devices);
  if (args->json) {
    lq_print_json(j);
  }
  json_decref(j);
}

static lq_status process(const lq_args* const args, lq_pool* const pool, lq_error* const error)
{
  lq_chain          chain     = {0};
  lq_audio_out_spec depth     = {.bits = 24, .dither = LQ_DITHER_TPDF, .force = args->force};
  uint64_t          n_clipped = 0;
  lq_bounce_result  result    = {0};
  lq_bounce         bounce    = {.path = args->files[0], .chain = &chain};
  const char* const text      = lq_args_own(args, CHAIN);
  if (!text || (!lq_args_own(args, OUTPUT) && !args->dry_run)) {
    return lq_fail(error, LQ_ERR_USAGE, (lq_at){0}, "%s is missing. usage: lacquer process %s",
                   text ? "-o OUT" : "--chain CHAIN", args->command->usage);
  }
  LQ_TRY(lq_cli_bits(lq_args_own(args, BITS), &depth.bits, error));
  LQ_TRY(lq_cli_tempo(lq_args_own(args, TEMPO), &bounce.tempo_bpm, error));
  LQ_TRY(lq_chain_parse(&chain, pool, text, error));
  for (size_t i = 0; i < args->n_sets; ++i) {
    LQ_TRY(lq_chain_set(&chain, args->sets[i], error));
  }
  bounce.tail  = lq_args_own(args, TAIL) != NULL;
  depth.dither = dithers_itself(&chain) ? LQ_DITHER_OFF : LQ_DITHER_TPDF;
  LQ_TRY(render(args, &bounce, &depth, &result, &n_clipped, error));
  if (n_clipped) {
    lq_say(args, "%llu samples went over full scale and were clipped; turn the chain down.\n",
           (unsigned long long)n_clipped);
  }
  if (result.n_nonfinite) {
    lq_say(args, "%s: %llu samples were no numbers and were silenced.\n", args->files[0],
           (unsigned long long)result.n_nonfinite);
  }
  print_result(args, &chain, &result);
  return LQ_OK;
}

static int run(const lq_args* const args)
{
  lq_pool*  pool  = NULL;
  lq_error  error = {.status = LQ_ERR_MEMORY};
  lq_status st    = lq_pool_new(&pool);
  st              = st ? st : process(args, pool, &error);
  lq_pool_free(pool);
  return st ? lq_report_error(&error) : LQ_EXIT_DONE;
}

const lq_command lq_cmd_process = {
    .name       = "process",
    .usage      = "IN -o OUT --chain CHAIN",
    .options    = options,
    .takes_sets = true,
    .run        = run,
    .min_files  = 1,
    .max_files  = 1,
    .summary    = "Run one chain of processors over one file.",
    .example =
        "lacquer process in.wav -o out.wav --chain 'limiter: {gain: 6 dB, ceiling: -1 dBTP}'"};
