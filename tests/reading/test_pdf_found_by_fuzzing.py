"""Files that `tests.fuzz` made of its own seeds, and that once ended with a traceback."""

from __future__ import annotations

import base64
import zlib
from pathlib import Path

import pytest

from generator.errors import UnreadablePaper
from generator.reading.pdf import read_pdf

# Doubtful words that stand to the left of the page.
BESIDE_THE_PAGE = (
    "c-n1KVQca*5dPj@aSR4-"
    "yqc!7xWN##oBQy(DO%VI;)mGYT%}E<i7@~DE=j2!dkamIyXT&J?k>GvKF#`kFbX(?pmvAg@ex>hJ|eJ07*VP{u%+0ehKK+wfblp$"
    "nOkJ^E5ZZW-"
    "y+wrxwH5!(WsL&z&n9={|&TjjRf_H*em9Rn5r+>gk*>xVz?hhj!znbX&8Fk3bi`b86~!SGxGWkhu8yV5peFd<1w&*i`@aU22+K=!"
    "`8K|)e&n`G*ojA4;Sb2mw8zmVbJ-K5=HHHnIH&DCbSaFz7{=^Qjx?BZ@K_%Dl|HAY<;eFs)SA@8(&Ii-FDhF?6hl+a&JCi6h&?l+"
    "SDkjV44Q@dG;TFqUuhWDU`f{^w1bM4DSbF2<eA2khpa2cVG+U#0w+quN+ZtU8+wFALSX0f>KmRThaCpXvCH^b<1s609z!kd()@HL"
    "0UoFcDqSVsbZTdcc<Q5oUv|6iHNY!6E|=LfmPP`5<|!;2-usF=()fvC0T=uq*e`euxU}#%lOyTYi4rV8F#cs-"
    "knxjRH*waRS8L#KxQg0B>fZbg`7xTw1&&L+@1NEW0AZ7dlMD5b^iQgF2URfe*@Bs=5q"
)
# A place for authors below the title in which no line is one of names.
NO_LINE_OF_NAMES = (
    "c-m79aB<T$)HCNYR4`D;Ps-x5vEkBp%giZBEmF|8v*Sw5O96>mAjvxB<>i+YD?}@p0|kQ=ViokA^Ycnl^MGQ8CSW0b-"
    "_(@MM5p`;pdtexG_^F<Gcq?dQ?M{G)U&X#v;b)eNGt;CQ7|-"
    "yXbDO!&Mz%WPAygdyC5GV1(69T%1;hXEdiRPpO~KNsSwL$X9rZDUy@jo3RJ<Rpr9X8l$cixq$&$iK?bL%av_{<i0m_voNs;#P*rG"
    "gs$YH{RCzJn84x3!6H5|v^3%bl<mXl9g3U2TGRHZ;6zD)B1%2<#6i`rDfOQ)hz(NG!l44}1m|zKHw;Z59TvC(4uJTFEOE1Y#FflL"
    "%X)7)%N=?k=s$g6?^{!vDgFx&1%C4Pj)R=bb)Nl8F;<f$>Ysa?0!~Ib`FK=5j>m1UXmgXUyar)cr&AXq!;rQ@Tb=T|Srxtt%?3T}"
    "-&M6@DNx4?=ROkfz3&*RgUcE3Bl7DG9akfs+%Zp4&oQ02^?_IsYS)nysUZeZfV;0xHO!M#Ow~MV>R%?6L;h*2sPtm*1y=GOIa53A"
    "daN43wQ`4|&6&=5i5%U)2F3@^a9DnQY{%LBgLannkHnuIgx?6h5p&B76A8sY(y$X9>b{?Cn+pbnB<QsCpX`;rhuXWR_0=ryaxy)Q"
    "Kq17ocu<PEeuC53bq11&*VqGq(FaEAv(E^s8(yA1=F|oQt@%neO?5jVz*;FGJCYEkti=K8gX|`=p+s%&_$)`6(gx``abN;2TbF$#"
    "ks}q;Iyp)BKoYi#1>_x5!EL$ib9hA87$Hou65hr*zZisjj@p{{<RPO}atMQxE&dvqJ3^bHsab$`!jsSwwD?R"
)


def write(path: Path, packed: str) -> Path:
    path.write_bytes(zlib.decompress(base64.b85decode(packed)))
    return path


def test_words_beside_the_page_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePaper, match="too few for a paper"):
        read_pdf(write(tmp_path / "paper.pdf", BESIDE_THE_PAGE), id="paper")


def test_a_title_without_names_below_it_has_no_authors(tmp_path: Path) -> None:
    paper = read_pdf(write(tmp_path / "paper.pdf", NO_LINE_OF_NAMES), id="paper")
    assert paper.metadata.authors == ()
    assert len(paper.text) > 500
