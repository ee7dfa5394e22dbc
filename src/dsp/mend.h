// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A single fault in a sound, a few samples that are not the music's: where it begins and ends, and
/// what probably stood there.
///
/// Found by the error of linear prediction, forwards up to the fault and backwards from its end, so
/// that neither hears it: both ends are exact to a sample. Mended by the samples that leave the
/// least error of prediction, least squares: A. J. E. M. Janssen, R. N. J. Veldhuis, L. B. Vries,
/// "Adaptive Interpolation of Discrete-Time Signals That Can Be Modeled as Autoregressive
/// Processes", IEEE Transactions on ASSP 34(2), 1986; S. J. Godsill, P. J. W. Rayner, "Digital
/// Audio Restoration", 1998, chapter 5. The thresholds are ours.
#ifndef LQ_DSP_MEND_H
#define LQ_DSP_MEND_H

#include <stdbool.h>
#include <stddef.h>

enum {
  LQ_MEND_LONGEST = 256, ///< frames of a fault
  LQ_MEND_REACH   = 1536 ///< frames on either side that can be read
};

typedef struct {
  double rate_hz;
  double over_lin;       ///< error of prediction over its RMS nearby, from which it is a fault
  int    longest_frames; ///< up to LQ_MEND_LONGEST
} lq_mend_rule;

typedef struct {
  int    from, to; ///< first and last faulty sample, counted from the place in question
  double usual;    ///< RMS of the error of prediction nearby
} lq_mend_fault;

/// Is there a fault at x[0]?
/// @param x  x[-LQ_MEND_REACH] to x[LQ_MEND_REACH - 1] can be read
bool lq_mend_find(const float* x, const lq_mend_rule* rule, lq_mend_fault* fault);

/// Write what probably stood there, and around a jump as much more as makes it a slope.
/// @return false: nothing likely was found, and nothing is written
bool lq_mend_fill(float* x, const lq_mend_rule* rule, lq_mend_fault fault);

#endif
