/* ntc.h: a 103AT-2 thermistor in the board's divider, as the converter's input sees it.
 *
 * Owns: nothing; state is the caller's. Temperature in Celsius, resistance in ohm.
 */
#ifndef HOST_KIT_NTC_H
#define HOST_KIT_NTC_H

/* Resistances that stand for a broken wire and for a short between the wires. */
#define NTC_OPEN_Ohm 1e9
#define NTC_SHORT_Ohm 1.0

struct ntc {
    double bead_C;             /* the thermistor's own temperature */
    double divider_V;          /* across the 100 nF at the converter's input */
    double known_C, known_Ohm; /* the last resistance worked out, and at which temperature */
};

/* Resistance at a temperature: Steinhart-Hart, solved for R (Steinhart and Hart 1968; coefficients
 * fitted to the 103AT-2's table, 0.019 K worst over 0..60 C). */
double ntc_Ohm(double celsius);

/* That of the bead, if it drifts as if it were `drift_K` warmer. Worked out when the temperature is another than the last
 * time: the converter asks ten times between two steps of the bead. */
double ntc_drifted_Ohm(struct ntc *ntc, double drift_K);

/* The bead follows what surrounds it with a first-order lag. */
void ntc_follow(struct ntc *ntc, double surroundings_C, double step_s);

/* The capacitor charges for `elapsed_s` from the divider: `supply_V` at its upper end, 0 when its
 * power pin is low. */
void ntc_settle(struct ntc *ntc, double divider_Ohm, double ntc_Ohm_now, double supply_V,
                double elapsed_s);

#endif
