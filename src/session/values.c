// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/values.h"

#include "base/pool.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

lq_status lq_value_text(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, const char* const what,
                        const char** const text)
{
  if (node->kind != LQ_NODE_SCALAR) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place, "%s is %s; expected a text.", what,
                           lq_node_found(node).text);
  }
  if (strlen(node->text) > LQ_TEXT_MAX_BYTES) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place, "%s is longer than %d bytes.", what,
                           LQ_TEXT_MAX_BYTES);
  }
  *text = lq_node_is_null(node) ? "" : node->text;
  return LQ_OK;
}

lq_status lq_value_name(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, const char* const what,
                        const char** const name)
{
  const char* text = NULL;
  LQ_TRY(lq_value_text(r, node, place, what, &text));
  if (!text[strspn(text, " \t\r\n")]) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place, "%s is empty; expected a name.", what);
  }
  if (strlen(text) > LQ_NAME_MAX_BYTES) {
    return lq_reading_fail(r, LQ_ERR_LIMIT, node, place, "%s is longer than %d bytes.", what,
                           LQ_NAME_MAX_BYTES);
  }
  *name = text;
  return LQ_OK;
}

static lq_status fail_row(const lq_reading* const r, const lq_node* const node,
                          const lq_place* const place, const char* const owner,
                          const lq_param* const row)
{
  const bool number = node->kind == LQ_NODE_SCALAR && !lq_node_is_null(node);
  return lq_reading_fail(r, number ? LQ_ERR_BAD_VALUE : LQ_ERR_BAD_TYPE, node, place,
                         "%s%s%s is %s; expected %s.", owner, *owner ? "." : "", row->symbol,
                         lq_node_found(node).text, lq_param_range(row).text);
}

lq_status lq_value_row(const lq_reading* const r, const lq_node* const node,
                       const lq_place* const place, const char* const owner,
                       const lq_param* const row, float* const value)
{
  if (node->kind != LQ_NODE_SCALAR || lq_param_parse(row, node->text, value)) {
    return fail_row(r, node, place, owner, row);
  }
  return LQ_OK;
}

lq_status lq_value_double(const lq_reading* const r, const lq_node* const node,
                          const lq_place* const place, const char* const owner,
                          const lq_param* const row, double* const value)
{
  float f = 0;
  LQ_TRY(lq_value_row(r, node, place, owner, row, &f));
  // The row speaks float and knows the units. Its answer says which of the units' factors was
  // meant, and the same product in double keeps all digits.
  static const double factors[] = {1, 1000, 0.001};
  const char*         end       = NULL;
  double              number    = 0;
  *value                        = (double)f;
  if (lq_text_to_double(node->text + strspn(node->text, " \t"), &number, &end)) {
    for (size_t i = 0; i < sizeof factors / sizeof *factors; ++i) {
      if ((float)(number * factors[i]) == f) {
        *value = number * factors[i];
        break;
      }
    }
  }
  return LQ_OK;
}

// "1:02.5" and "1:00:02": every colon makes what stood before it sixty times more.
static bool parse_clock(const char* text, double* const time_sec)
{
  double   sum      = 0;
  unsigned n_colons = 0;
  for (;;) {
    const char* end  = NULL;
    double      part = 0;
    if (*text < '0' || *text > '9' || !lq_text_to_double(text, &part, &end)) {
      return false;
    }
    if (n_colons && part >= 60) {
      return false;
    }
    sum = sum * 60 + part;
    if (*end != ':') {
      *time_sec = sum;
      return n_colons > 0 && !end[strspn(end, " \t")];
    }
    if (++n_colons > 2 || part != floor(part)) {
      return false;
    }
    text = end + 1;
  }
}

lq_status lq_value_time(const lq_reading* const r, const lq_node* const node,
                        const lq_place* const place, const char* const owner,
                        const lq_param* const row, double* const time_sec)
{
  double t = 0;
  if (node->kind == LQ_NODE_SCALAR && parse_clock(node->text, &t)) {
    if (!(t >= (double)row->min && t <= (double)row->max)) {
      return fail_row(r, node, place, owner, row);
    }
    *time_sec = t;
    return LQ_OK;
  }
  return lq_value_double(r, node, place, owner, row, time_sec);
}

lq_status lq_value_toggle(const lq_reading* const r, const lq_node* const node,
                          const lq_place* const place, const char* const what, bool* const on)
{
  const lq_param row   = {.symbol = what, .taper = LQ_TAPER_TOGGLE, .max = 1};
  float          value = 0;
  LQ_TRY(lq_value_row(r, node, place, "", &row, &value));
  *on = value > 0.5F;
  return LQ_OK;
}

static const lq_param time_row = {.symbol = "time",
                                  .name   = "Time",
                                  .unit   = LQ_UNIT_SEC,
                                  .max    = 86400, // s in a day
                                  .doc    = "When a point of automation is reached."};

static const char* const shapes[] = {
    [LQ_SHAPE_LINEAR] = "linear", [LQ_SHAPE_HOLD] = "hold", [LQ_SHAPE_CURVE] = "curve", NULL};

// A switch has nothing between on and off: it holds.
static bool is_stepped(const lq_param* const row)
{
  return row->taper == LQ_TAPER_TOGGLE;
}

static lq_status read_point(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, const char* const owner,
                            const lq_param* const row, lq_point* const point)
{
  if (node->kind != LQ_NODE_LIST || node->n < 2 || node->n > 3) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, node, place,
                           "%s.%s has %s as a point of its automation; expected [time, value], "
                           "[time, value, hold] or [time, value, curve].",
                           owner, row->symbol,
                           node->kind == LQ_NODE_LIST ? "a list of another length"
                                                      : lq_node_found(node).text);
  }
  const lq_node* const item = node->first;
  const lq_place       time = {.parent = place, .index = 0}, value = {.parent = place, .index = 1};
  LQ_TRY(lq_value_time(r, item, &time, "point", &time_row, &point->time_sec));
  LQ_TRY(lq_value_row(r, item->next, &value, owner, row, &point->value));
  const bool steps = is_stepped(row);
  float      word  = 0;
  if (node->n == 3) {
    static const char* const hold[]    = {"hold", NULL};
    const lq_param           shape_row = {.symbol  = "shape",
                                          .taper   = LQ_TAPER_CHOICE,
                                          .max     = steps ? 0 : LQ_SHAPE_CURVE,
                                          .choices = steps ? hold : shapes};
    const lq_place           shape     = {.parent = place, .index = 2};
    LQ_TRY(lq_value_row(r, item->next->next, &shape, "point", &shape_row, &word));
  }
  point->shape = steps ? LQ_SHAPE_HOLD : (lq_shape)word;
  return LQ_OK;
}

lq_status lq_value_curve(const lq_reading* const r, const lq_node* const node,
                         const lq_place* const place, const char* const owner,
                         const lq_param* const row, lq_curve* const curve)
{
  if (!node->n) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                           "%s.%s is automated without a point; expected [[time, value], ...].",
                           owner, row->symbol);
  }
  lq_point* const points = LQ_POOL_TAKE(r->pool, lq_point, node->n);
  if (!points) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(read_point(r, item, &here, owner, row, &points[i]));
    if (i && points[i].time_sec <= points[i - 1].time_sec) {
      return lq_reading_fail(r, LQ_ERR_BAD_VALUE, item, &here,
                             "the automation of %s.%s goes back in time here; expected points in "
                             "rising time, each time once.",
                             owner, row->symbol);
    }
  }
  *curve = (lq_curve){.points = points, .n = node->n};
  return LQ_OK;
}

// Numbers, units and words stand as they are; a plug-in may call its choices anything.
static bool is_raw(const char* const text)
{
  static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 " .+-/_%";
  const size_t      n          = strlen(text);
  return n && !text[strspn(text, harmless)] && *text != ' ' && text[n - 1] != ' ' && *text != '%' &&
         strcmp(text, "-") != 0 && strncmp(text, "- ", 2) != 0 && strncmp(text, "---", 3) != 0 &&
         strcmp(text, "null") != 0;
}

lq_node* lq_value_node(lq_pool* const pool, const lq_param* const row, const float value)
{
  const lq_text text = lq_param_format(row, lq_param_clamp(row, value));
  return lq_node_text(pool, text.text, is_raw(text.text) ? LQ_STYLE_RAW : LQ_STYLE_QUOTED);
}

lq_node* lq_value_double_node(lq_pool* const pool, const double value, const char* const unit)
{
  enum { MOST_DECIMALS = 40 };
  char text[512] = "0";
  if (isfinite(value)) {
    for (unsigned decimals = 0; decimals <= MOST_DECIMALS; ++decimals) {
      const char* end  = NULL;
      double      back = 0;
      lq_text_from_double(text, sizeof text, value, decimals);
      if (lq_text_to_double(text, &back, &end) && back == value) {
        break;
      }
    }
  }
  const size_t n = strlen(text);
  (void)snprintf(text + n, sizeof text - n, "%s%s", *unit ? " " : "", unit);
  return lq_node_text(pool, text, LQ_STYLE_RAW);
}

lq_node* lq_value_curve_node(lq_pool* const pool, const lq_param* const row,
                             const lq_curve* const curve)
{
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
  for (size_t i = 0; list && i < curve->n; ++i) {
    const lq_point* const p     = &curve->points[i];
    lq_node*              point = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
    point                       = lq_node_push(point, lq_value_double_node(pool, p->time_sec, "s"));
    point                       = lq_node_push(point, lq_value_node(pool, row, p->value));
    if (p->shape != LQ_SHAPE_LINEAR && !is_stepped(row)) {
      point = lq_node_push(point, lq_node_text(pool, shapes[p->shape], LQ_STYLE_RAW));
    }
    list = lq_node_push(list, point);
  }
  return list;
}
