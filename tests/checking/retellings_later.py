"""More of `retellings`; the rules on "both" and on clauses with a verb left out were written beside these."""

from __future__ import annotations

EVIDENCE = {
    "bridge": (
        "The footbridge at Lomm has a span of 64 m and was opened in 1987. "
        "Twelve accelerometers were fixed to the deck and recorded at 200 Hz for 18 days. "
        "The first natural frequency was 1.9 Hz in the cold and 1.7 Hz in the heat. "
        "Damping was estimated by two methods, which agreed to within 5%. "
        "Groups of up to 20 volunteers crossed the bridge in step. "
        "When they walked in step, the deck moved three times as much as when they walked freely. "
        "No damage was found during the inspection, but two bearings were stiff. "
        "The town has not decided whether to install dampers. "
        "Traffic on the river below was stopped during the tests. "
        "The finite element model had 4,300 nodes and was fitted to the first four frequencies. "
        "It overestimated the fifth frequency by 11%. "
        "Readings taken in strong wind were left out. "
        "The measurements are deposited in a public archive; drawings of the bridge belong to the town. "
        "We thank the volunteers, who were paid 30 euros each."
    ),
    "reading": (
        "Pupils of the third grade (n = 212) read either on paper or on a tablet. "
        "Assignment was by class, and the teachers chose the medium. "
        "Comprehension was tested with 24 questions immediately after reading and again a week later. "
        "Pupils who had read on paper answered 17.2 questions correctly at once, the others 16.9. "
        "A week later the difference was 1.4 questions in favour of paper (p = 0.03). "
        "Reading took longer on the tablet. "
        "Weak readers benefited from paper, whereas strong readers did equally well with both. "
        "Nine pupils were absent from the second test. "
        "Parents consented in writing, the children orally. "
        "The tests were marked by two students who did not know the medium. "
        "Motivation was not measured. "
        "The texts had about 900 words each. "
        "As teachers chose the medium, the groups may have differed from the start. "
        "The publisher of the texts provided the tablets free of charge. "
        "Analyses followed a plan that had been published beforehand."
    ),
    "yeast": (
        "We screened 4,800 deletion strains of yeast for growth at 39 °C. "
        "Of these, 61 grew more slowly than the wild type, and 7 did not grow at all. "
        "Strains were grown in triplicate in 96-well plates for 48 hours. "
        "Growth was followed by optical density at 600 nm every 10 minutes. "
        "Deletion of HSX4 abolished growth at 39 °C but had no effect at 30 °C. "
        "Growth was restored when the gene was put back on a plasmid. "
        "The protein is found in the nucleus and, after heating, also in the cytoplasm. "
        "HSX4 probably helps to refold damaged proteins. "
        "Osmotic stress was not tested. "
        "Similar genes exist in plants, but not in mammals. "
        "Earlier screens had missed HSX4 because they stopped after 24 hours. "
        "Strains can be ordered from the authors. "
        "The sequence reads were mapped with version 2.3 of the aligner, allowing two mismatches. "
        "Three of the authors are employees of Ferma Ltd, which holds a patent on the plasmid."
    ),
}

TRUE = {
    "bridge": [
        "The bridge, which has existed since 1987, spans 64 metres.",
        "Vibrations were recorded by a dozen sensors on the deck.",
        "The natural frequency was lower when it was hot.",
        "Both ways of estimating the damping gave nearly the same value.",
        "Walking in step tripled the movement of the deck.",
        "The inspection revealed stiff bearings but nothing broken.",
        "It is still open whether dampers will be fitted.",
        "Windy readings were discarded.",
        "The model's fifth frequency was too high.",
        "Volunteers received money for taking part.",
    ],
    "reading": [
        "More than 200 third-graders took part.",
        "Classes rather than single pupils were assigned to a medium.",
        "Understanding was measured twice, seven days apart.",
        "After one week, those who had read on paper were ahead.",
        "Pupils needed more time when they read on a tablet.",
        "For good readers the medium made no difference.",
        "Nine children missed the follow-up test.",
        "Whoever marked the tests was blind to the medium.",
        "The analysis plan was made public in advance.",
        "Tablets were donated by the publisher.",
    ],
    "yeast": [
        "Almost five thousand deletion strains were tested at 39 °C.",
        "Seven of the strains failed to grow.",
        "Each strain was cultured three times.",
        "Density was read six times an hour.",
        "Without HSX4, yeast could not grow at 39 °C.",
        "A plasmid with the gene rescued growth.",
        "Heat brings the protein into the cytoplasm too.",
        "The authors did not look at osmotic stress.",
        "Mammals have no such gene.",
        "Some authors work for a company with a patent on the plasmid.",
    ],
}

FALSE = {
    "bridge": [
        "The first natural frequency was 1.7 Hz in the cold.",
        "Damping was estimated by five methods.",
        "The deck moved three times as much when people walked freely.",
        "Two bearings were damaged.",
        "Dampers have been installed.",
        "The drawings of the bridge are deposited in a public archive.",
        "The model underestimated the fifth frequency by 11%.",
        "Traffic on the bridge was stopped during the tests.",
        "Only readings taken in strong wind were used.",
        "Accelerometers recorded for 18 hours.",
    ],
    "reading": [
        "Pupils chose the medium themselves.",
        "Immediately after reading the difference was 1.4 questions.",
        "Strong readers benefited from paper.",
        "Children consented in writing.",
        "The tests were marked by the teachers.",
        "Motivation did not differ between the groups.",
        "Reading took longer on paper.",
        "Nine pupils were absent from both tests.",
        "The publisher paid for the study.",
        "The groups differed from the start.",
    ],
    "yeast": [
        "Of the strains, 61 did not grow at all.",
        "Deletion of HSX4 abolished growth at 30 °C.",
        "The protein is found only in the nucleus.",
        "HSX4 was shown to refold damaged proteins.",
        "Similar genes exist in mammals.",
        "Earlier screens found HSX4.",
        "Strains were grown for 24 hours.",
        "All authors are employees of Ferma Ltd.",
        "Growth was followed every 10 hours.",
        "Strains are freely available from a public collection.",
    ],
}
