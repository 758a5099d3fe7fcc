"""More of `retellings`, on other evidence. The table of phrases told in one word was written beside these."""

from __future__ import annotations

EVIDENCE = {
    "survey": (
        "We mailed questionnaires to 2,150 households in three districts of Lusberg in March 2017. "
        "Of these, 1,386 (64.5%) were returned, and 41 were excluded because answers were missing. "
        "Respondents were asked how often they cycled to work and how far they lived from it. "
        "Households with children owned more bicycles than households without. "
        "The median distance to work was 5.2 km. "
        "Most respondents supported wider cycle lanes, but few would pay a higher tax for them. "
        "Income was correlated with car ownership (r = 0.41). "
        "Interviews lasted between 20 and 45 minutes and were recorded with permission. "
        "Neither author has received money from the bicycle industry. "
        "The council expects to open two new lanes in 2025. "
        "Olsen and Brandt (2011) found that helmets discourage cycling. "
        "Our results do not show that lanes reduce accidents. "
        "A draft of the questionnaire was tested on 25 students. "
        "The raw data cannot be shared because respondents did not agree to it."
    ),
    "star": (
        "The star was observed for 14 nights with the 2.4-m telescope of the Arwen Observatory. "
        "Each exposure took 300 seconds, and frames taken in cloud were rejected by hand. "
        "The period is 3.27 days, twice the value given by Ito et al. "
        "The companion is cooler than the primary by 1,200 K. "
        "Spectra were reduced with IRAF and calibrated against a thorium lamp. "
        "If the orbit is circular, the mass of the companion is 0.6 solar masses. "
        "The light curve may be distorted by spots. "
        "We will repeat the observations in the near infrared. "
        "A third of the nights were lost to wind. "
        "Only the first six nights were used to determine the period. "
        "Reduced images are available from the archive of the observatory; the pipeline is not. "
        "The distance remains uncertain: estimates range from 90 to 140 parsecs. "
        "No eclipses were detected."
    ),
    "coating": (
        "Steel plates were coated with zinc phosphate and immersed in 3.5% salt water for 30 days at 25 °C. "
        "Coated plates lost less mass than bare plates (0.8 against 4.6 mg). "
        "The coating was 12 µm thick on average. "
        "Corrosion started at scratches and spread along the edges. "
        "Plates A and B were polished, plate C was not. "
        "Adding 2 g of cerium nitrate per litre doubled the lifetime of the coating. "
        "Surfaces were examined by electron microscopy, X-ray diffraction and impedance spectroscopy. "
        "The method is cheap and could be scaled up for ships. "
        "Some of the plates cracked when they were bent. "
        "We thank the Tarn Steel Company for the plates. "
        "The standard requires that coatings withstand 1,000 hours of spray. "
        "It has been claimed that cerium is toxic to algae. "
        "Each test was performed three times by the same person."
    ),
}

TRUE = {
    "survey": [
        "Questionnaires went to 2,150 households in Lusberg.",
        "Nearly two thirds of the questionnaires came back.",
        "About 1,390 households returned the questionnaire.",
        "Forty-one returned questionnaires were left out because answers were missing.",
        "Families with children had more bikes than those without.",
        "Half of the respondents lived no more than 5.2 km from their work.",
        "Cycle lanes that are wider were favoured by the majority of respondents.",
        "Car ownership was associated with income.",
        "The interviews took 20 to 45 minutes.",
        "A pilot of the questionnaire was run with 25 students.",
        "The authors cannot share the raw data.",
        "Two new lanes are expected to open in 2025.",
        "According to Olsen and Brandt, helmets put people off cycling.",
        "The study took place in 2017.",
    ],
    "star": [
        "Observations were made on 14 nights at the Arwen Observatory.",
        "Exposures were five minutes long.",
        "Frames affected by cloud were discarded manually.",
        "The orbital period was found to be 3.27 days.",
        "The primary is 1,200 K hotter than its companion.",
        "IRAF was used for reducing the spectra.",
        "Spots might distort the light curve.",
        "Further observations in the near infrared are planned.",
        "Wind cost the observers a third of the nights.",
        "The period was derived from the first six nights alone.",
        "One can get the reduced images from the archive of the observatory.",
        "The pipeline is not available.",
        "The star lies at a distance of 90 to 140 parsecs, which is uncertain.",
        "Eclipses were not seen.",
    ],
    "coating": [
        "Steel plates with a coating of zinc phosphate were kept in salt water for 30 days.",
        "Bare plates lost more mass than coated ones.",
        "The mean thickness of the coating was 12 micrometres.",
        "Scratches were where corrosion began.",
        "Plate C was left unpolished.",
        "The lifetime of the coating was twice as long with cerium nitrate.",
        "Electron microscopy and X-ray diffraction were among the methods used.",
        "The authors consider the method inexpensive.",
        "Several plates cracked upon bending.",
        "The Tarn Steel Company provided the plates.",
        "Tests were run in triplicate by one person.",
        "Every test was carried out three times.",
        "The salt water was held at 25 °C.",
        "The method might be scaled up for ships.",
    ],
}

FALSE = {
    "survey": [
        "All respondents supported wider cycle lanes.",
        "Respondents were asked how often they drove to work.",
        "Households without children owned more bicycles than households with children.",
        "The median distance to work was 5.2 m.",
        "Income caused car ownership.",
        "Interviews lasted between 20 and 45 hours.",
        "Both authors received money from the bicycle industry.",
        "The council opened two new lanes.",
        "In this study, helmets were found to discourage cycling.",
        "Lanes reduce accidents.",
        "The raw data can be shared.",
        "Of 1,386 questionnaires, 2,150 were returned.",
        "Many respondents would pay a higher tax for wider cycle lanes.",
        "The questionnaires were mailed in May 2017.",
    ],
    "star": [
        "The companion is hotter than the primary by 1,200 K.",
        "The primary is cooler than the companion by 1,200 K.",
        "The mass of the companion is 0.6 solar masses.",
        "The light curve is distorted by spots.",
        "The observations were repeated in the near infrared.",
        "All nights were lost to wind.",
        "All 14 nights were used to determine the period.",
        "The pipeline is available from the archive of the observatory.",
        "Eclipses were detected.",
        "Each exposure took 300 minutes.",
        "The period is 3.27 hours.",
        "Frames taken in cloud were used.",
        "The distance is known with certainty.",
        "Spectra were reduced with a thorium lamp and calibrated against IRAF.",
    ],
    "coating": [
        "Coated plates lost more mass than bare plates.",
        "Plates A, B and C were polished.",
        "The coating was 12 mm thick on average.",
        "Corrosion started along the edges and spread at scratches.",
        "The method was scaled up for ships.",
        "All plates cracked when they were bent.",
        "Cerium is toxic to algae.",
        "The coatings withstood 1,000 hours of spray.",
        "Surfaces were examined by electron microscopy, X-ray diffraction and neutron scattering.",
        "Adding 2 g of cerium nitrate per litre halved the lifetime of the coating.",
        "Coated plates lost 4.6 mg and bare plates 0.8 mg.",
        "Each test was performed only once.",
        "The Tarn Steel Company thanked the authors for the plates.",
        "Salt water was coated with zinc phosphate and immersed in steel plates.",
    ],
}
