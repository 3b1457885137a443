// Made by `python -m tests.browser.inter_metrics` from the shipped Inter; do not edit.

// A line per character: its width at weight 400 and 900, in thousandths of an em.
export const WIDTHS = `
0631 711
1407 452
2610 646
3618 669
4646 702
5593 646
6620 675
7566 595
8619 679
9620 675
 281 199
!288 381
"466 625
#633 662
$642 666
%982 1044
&644 695
'300 372
(365 388
)365 388
*501 608
+662 693
,288 373
-460 475
.288 373
/360 412
:288 373
;302 378
<662 693
=662 693
>662 693
?511 601
@966 1059
A690 795
B654 668
C730 748
D722 723
E601 613
F590 584
G746 754
H743 750
I269 291
J571 596
K672 759
L565 565
M903 956
N753 770
O765 775
P639 656
Q765 787
R644 668
S642 666
T646 687
U744 722
V690 795
W985 1082
X682 786
Y679 775
Z629 694
[365 388
\\360 412
]365 388
^471 500
_456 493
\`323 401
a562 597
b612 646
c571 603
d612 646
e583 606
f370 422
g613 647
h591 649
i242 296
j242 296
k549 606
l242 296
m876 943
n591 649
o600 625
p612 646
q612 646
r376 434
s528 588
t327 399
u591 649
v562 632
w818 877
x546 609
y562 636
z552 590
{426 505
|333 405
}426 505
~662 693
Æ994 1047
Ð735 781
Ø765 775
Þ636 697
ß616 692
æ917 904
ð583 613
ø600 625
þ612 646
¡288 381
¢571 603
£611 662
¤725 793
¥550 588
¦270 397
§568 568
©914 914
ª454 472
«583 726
®666 659
°456 463
±662 693
²442 475
³446 494
µ586 664
¶603 596
·288 373
¹304 358
º482 496
»583 726
¼802 883
½847 910
¾882 952
¿511 601
×662 693
÷662 693
ı242 296
Œ1005 1029
œ1000 978
–500 500
—1000 1000
‘261 353
’261 353
‚241 329
“440 625
”440 610
„421 585
•562 398
…864 1119
‹384 471
›384 471
€667 700
™611 665
↑834 966
↓834 966
−662 693
`;

// A line per group of left-hand characters: then hundredths of an em, and the right-hand characters that they are for.
export const KERNING = `
"' -16 J -9 ,. -8 A -6 4 -2 cdegoq -1 s
,. -10 "' -9 1? -6 Y -4 CGOQ -3 0678T -2 3 -1 !59
- -8 T -6 Y -5 J -4 VX -3 7A -2 2Wx -1 3
09 -4 X -3 ,.VY -2 7 2 t
1HIMNdl 1 tvy
2 -2 4
38 -2 ,.X
4 -4 1 -3 ,.
5 -2 ,.
6 -3 ,.
7 -12 ,. -11 A -10 J -6 4 -5 acdegmnopqr -4 s -3 :; -2 036 -1 589 2 7
; -6 V -3 T
? -6 A
A -9 T -8 "'VY -7 Wvwy -6 ? -5 1 -4 CGOQ -3 -t -2 SUcdegoq -1 fs 1 A
B -6 T
C -3 A -1 X 1 vy
DOQ -5 X -4 ,.AVY -3 T -2 W
F -9 A -7 J -4 , -3 .cdegoquvyz -2 amnpr
G -3 ATY -2 V -1 X
JU -3 ,. -2 A
K -8 - -6 w -4 CGOQcdegoqvy -3 u -1 S 1 i
L -9 "'TY -8 V -7 -vy -5 1 -4 W -3 CGOQ -2 t
P -10 J -8 A -4 , -3 . -2 - -1 acdegoq
R -3 Y -2 V -1 cdegoq
S -2 A -1 TX
T -10 t -9 AJ -8 7cdegoq -7 4asu -6 mnprvwy -5 -z -4 : -3 ,.06;CGOQx -1 S 1 Y
V -10 ,.J -8 A -6 -:;acdegoq -5 s -4 CGOQ -3 046 -1 mnpr 1 V
W -10 ,. -7 A -6 Ja -5 :;cdegoq -4 - -3 4mnprs -2 CGOQ -1 S 1 V 2 W
X -6 a -5 CGOQ -4 -046T -3 cdegoq -2 38 -1 S
Y -11 cdegoq -10 a -8 A -7 4s -6 ,-.:; -4 CGOQmnpru -3 J -2 i 1 T
Z -4 - -3 CGOQ
ahmn -10 Y -7 T -5 VW -4 1 -2 "'vy
bceop -11 Y -8 T -6 V -5 W -3 1AX -2 "'vxyz -1 w 1 a
f -6 ,.4J -4 ft -3 A -2 -acdegoqs 1 ij 2 w
gq -5 T 1 j
k -6 -T -5 4 -2 cdegoq 1 vy
r -6 ,.JT -4 -A -3 Z -2 cdegoq -1 a 1 mnprw 2 BDEFHIKLMNPRbfhjkltvxy
s -7 TY -5 V -3 W -1 "'
t -3 Tf -2 - -1 4Ycdegoqst 1 j 2 vwy
u -6 Y -5 T -4 -
vy -7 A -6 J -4 ,-. -3 TY -2 cdegoq -1 a 1 f 2 t
w -7 ,.A -6 J -5 T -3 Z -1 cdegoq
x -3 T -2 -cdegoq 1 ft
z -3 T -2 cdegoq
`;
