// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/delivery.h"

#include "base/pool.h"
#include "model/target.h"

static const char* const depths[]  = {"16", "24", "32f", NULL};
static const char* const formats[] = {"wav", "flac", NULL};

const lq_param lq_delivery_rate_row   = {.symbol = "rate",
                                         .name   = "Sample rate",
                                         .unit   = LQ_UNIT_HZ,
                                         .min    = 8000,
                                         .max    = 384000,
                                         .doc =
                                             "Sample rate of the file; that of the mix if absent."};
const lq_param lq_delivery_bits_row   = {.symbol  = "bits",
                                         .name    = "Depth",
                                         .taper   = LQ_TAPER_CHOICE,
                                         .max     = 2,
                                         .def     = 1,
                                         .choices = depths,
                                         .doc     = "Bits of a sample; 32f is floating point."};
const lq_param lq_delivery_dither_row = {.symbol  = "dither",
                                         .name    = "Dither",
                                         .taper   = LQ_TAPER_CHOICE,
                                         .max     = LQ_DITHER_SHAPED,
                                         .def     = LQ_DITHER_TPDF,
                                         .choices = lq_dither_names,
                                         .doc = "Triangular noise of two steps, so that fades end "
                                                "in hiss and not in distortion; shaped, it lies "
                                                "where the ear is deaf."};
// Before there was a choice it was a switch, and plans say so.
static const lq_param dither_switch = {
    .symbol = "dither", .name = "Dither", .taper = LQ_TAPER_TOGGLE, .max = 1};
const lq_param lq_delivery_format_row = {.symbol  = "format",
                                         .name    = "Format",
                                         .taper   = LQ_TAPER_CHOICE,
                                         .max     = 1,
                                         .choices = formats,
                                         .doc     = "The kind of file."};

enum { FLOAT_BITS = 32, DEPTH_STEP = 8, LEAST_BITS = 16 };

unsigned lq_delivery_bits(const float choice)
{
  return LEAST_BITS + DEPTH_STEP * (unsigned)choice;
}

typedef struct {
  lq_delivery* delivery;
  bool         dither_said;
} reader;

static lq_status read_target(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  return lq_value_name(r, node, place, "target", &((reader*)into)->delivery->target);
}

static lq_status read_rate(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  return lq_value_double(r, node, place, "delivery", &lq_delivery_rate_row,
                         &((reader*)into)->delivery->rate_hz);
}

static lq_status read_bits(const lq_reading* const r, void* const into, const lq_node* const node,
                           const lq_place* const place)
{
  float choice = 0;
  LQ_TRY(lq_value_row(r, node, place, "delivery", &lq_delivery_bits_row, &choice));
  ((reader*)into)->delivery->bits = lq_delivery_bits(choice);
  return LQ_OK;
}

static lq_status read_dither(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  float kind = 0;
  if (node->kind != LQ_NODE_SCALAR || lq_param_parse(&dither_switch, node->text, &kind)) {
    LQ_TRY(lq_value_row(r, node, place, "delivery", &lq_delivery_dither_row, &kind));
  }
  ((reader*)into)->delivery->dither = (lq_dither_kind)kind; // on is TPDF
  ((reader*)into)->dither_said      = true;
  return LQ_OK;
}

static lq_status read_format(const lq_reading* const r, void* const into, const lq_node* const node,
                             const lq_place* const place)
{
  float choice = 0;
  LQ_TRY(lq_value_row(r, node, place, "delivery", &lq_delivery_format_row, &choice));
  ((reader*)into)->delivery->format = formats[(size_t)choice];
  return LQ_OK;
}

static lq_status read_chain(const lq_reading* const r, void* const into, const lq_node* const node,
                            const lq_place* const place)
{
  return lq_node_is_null(node) ? LQ_OK
                               : lq_chain_read(r, node, place, &((reader*)into)->delivery->chain);
}

static lq_status read_why(const lq_reading* const r, void* const into, const lq_node* const node,
                          const lq_place* const place)
{
  return lq_value_text(r, node, place, "why", &((reader*)into)->delivery->why);
}

static lq_dither_kind default_dither(const lq_delivery* const d)
{
  return d->bits < FLOAT_BITS ? LQ_DITHER_TPDF : LQ_DITHER_OFF;
}

lq_status lq_delivery_read(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, lq_delivery* const delivery)
{
  static const lq_key keys[] = {
      {"target", read_target}, {"rate", read_rate},   {"bits", read_bits}, {"dither", read_dither},
      {"format", read_format}, {"chain", read_chain}, {"why", read_why},
  };
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_MAP, "a delivery, as {target: cd}"));
  *delivery = (lq_delivery){.bits = LEAST_BITS + DEPTH_STEP, .format = formats[0]};
  LQ_TRY(lq_reading_at(r, node, place, &delivery->at));
  reader in = {.delivery = delivery};
  LQ_TRY(lq_reading_keys(r, node, place, "a delivery", keys, sizeof keys / sizeof *keys, &in));
  if (!delivery->target) {
    return lq_reading_fail(r, LQ_ERR_MISSING, node, place,
                           "the delivery has no target; 'lacquer targets' lists them.");
  }
  if (!in.dither_said) {
    delivery->dither = default_dither(delivery);
  }
  return LQ_OK;
}

lq_node* lq_delivery_node(lq_pool* const pool, const lq_delivery* const d)
{
  lq_node*    map  = lq_node_new(pool, LQ_NODE_MAP, LQ_STYLE_BLOCK);
  const float bits = d->bits >= FLOAT_BITS ? 2 : d->bits > LEAST_BITS ? 1 : 0;
  map              = lq_node_put(pool, map, "target", lq_node_text(pool, d->target, LQ_STYLE_AUTO));
  if (d->rate_hz > 0) {
    map = lq_node_put(pool, map, "rate", lq_value_double_node(pool, d->rate_hz, "Hz"));
  }
  map = lq_node_put(pool, map, "bits", lq_value_node(pool, &lq_delivery_bits_row, bits));
  if (d->dither != default_dither(d)) {
    map = lq_node_put(pool, map, "dither",
                      lq_value_node(pool, &lq_delivery_dither_row, (float)d->dither));
  }
  map = lq_node_put(pool, map, "format", lq_node_text(pool, d->format, LQ_STYLE_AUTO));
  if (d->chain.n) {
    map = lq_node_put(pool, map, "chain", lq_chain_node(pool, &d->chain));
  }
  if (d->why) {
    map = lq_node_put(pool, map, "why", lq_node_text(pool, d->why, LQ_STYLE_QUOTED));
  }
  return map;
}
