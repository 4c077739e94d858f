"""Names that a recogniser knows how to spell: never taken for a mishearing of a rarer name by their sound alone."""

from __future__ import annotations

COMMON_NAMES = frozenset(
    """
aaron adam adrian agnes ahmed aisha alan albert alejandro alex alexander alexandra alfred ali alice alicia alison
amanda amina amir amy ana andrea andreas andrew andrey andy angela anita ann anna anne annie anthony antonio arthur
ashley barbara beatrice ben benjamin bernard beth betty bill bob boris brenda brian bruce bruno camilla carl carla
carlos carmen carol caroline catherine cecilia charles charlotte chloe chris christian christina christine christopher
claire clara claudia colin craig cynthia daniel daniela david dean deborah denis dennis diana diego donald donna
dorothy douglas duncan edgar edith eduardo edward eleanor elena elizabeth ella ellen emily emma eric erik ernest
esther eva evelyn fatima felix fernando fiona florence frances francis francisco frank fred frederick gabriel gareth
gary gavin geoffrey george gerald gerard gina giovanni gloria gordon grace graham greg gregory hannah harold harriet
harry hassan heather helen helena henry herbert howard hugh hugo ian ibrahim igor ines irene isaac isabel isabella
ivan jack jacob jacqueline jake james jamie jan jane janet janice jason javier jean jeff jeffrey jennifer jenny jeremy
jerry jesse jessica jill jim joan joanna joe joel johan johannes john johnny jonathan jordan jorge jose joseph joshua
joyce juan judith judy julia julian juliana julie june justin karen karin karl kate katherine kathleen kathy katie
keith kelly ken kenneth kevin kim klaus kristina kyle larry laura lauren laurence lawrence lee leo leon leonard leslie
lewis liam lily linda lisa liz louis louise lucas lucia lucy luis luke lydia lynn manuel marc marcel marco marcus
margaret maria marian marie marina mario marion mark markus marta martha martin mary matt matthew maurice max maya
megan melanie melissa michael michel michelle miguel mike mohamed mohammed monica muhammad nadia nancy naomi natalie
natasha neil nelson nicholas nick nicola nicole nigel nina noah nora norman oliver olivia omar oscar pablo pamela
patricia patrick paul paula pauline pedro peter philip phillip pierre rachel ralph ray raymond rebecca ricardo richard
rita robert roberta robin rodney roger roland ron ronald rosa rose rosie ross roy russell ruth ryan sally sam samantha
samuel sandra sara sarah scott sean sebastian sergio sharon shaun sheila shirley silvia simon sofia sonia sophia
sophie stella stephanie stephen steve steven stuart sue susan sylvia tamara tanya teresa terry theodore theresa thomas
tim timothy tina tom tony tracey tracy valentina valerie vanessa vera veronica victor victoria vincent viola virginia
walter wayne wendy wesley will william yasmin yusuf zara zoe afghanistan africa albania algeria america american
amsterdam angola arabic argentina armenia asia athens australia austria azerbaijan baku bahrain bangkok bangladesh
barcelona belgium benin berlin bolivia bosnia botswana brazil britain british brussels bulgaria cairo california
cambodia cameroon canada cardiff caribbean chile china chinese colombia congo copenhagen croatia cuba cyprus czech
denmark dublin dutch ecuador egypt english estonia ethiopia europe european fiji finland france french geneva georgia
german germany ghana greece guatemala guinea guyana haiti honduras hungary iceland india indian indonesia iran iraq
ireland irish israel istanbul italian italy jamaica japan japanese kazakhstan kenya korea kuwait kyoto laos latin
latvia lebanon liberia libya lisbon lithuania london luxembourg macedonia madagascar madrid malawi malaysia maldives
malta mauritius mexico moldova monaco mongolia montenegro morocco moscow mozambique namibia nepal netherlands nigeria
norway oman ontario oslo ottawa pakistan panama paraguay paris peru philippines poland polish portugal portuguese
prague qatar romania rome russia russian rwanda samoa scotland scottish senegal serbia singapore slovakia slovenia
somalia spain spanish stockholm sudan sweden swedish swiss switzerland sydney syria taiwan tanzania texas thailand
togo tokyo tonga toronto trinidad tunisia turkey uganda ukraine uruguay utah vanuatu venezuela vienna vietnam wales
warsaw washington welsh yemen zambia zimbabwe zurich january february march april may july august september october
november december monday tuesday wednesday thursday friday saturday sunday amazon apple facebook google internet linux
microsoft mozilla netflix skype twitter whatsapp wikipedia windows youtube zoom smith jones johns johnson williams
brown davies davis evans wilson thomson thompson roberts robinson wright walker hughes edwards green jackson clarke
clark harris harrison martinez garcia rodriguez lopez gonzalez hernandez perez sanchez ramirez torres silva santos
oliveira souza ferreira muller mueller schmidt schneider fischer weber meyer wagner becker hoffmann rossi russo
ferrari ivanov smirnov kumar singh patel sharma gupta khan chen wang zhang huang nguyen tran kowalski nowak novak
jensen nielsen hansen andersen larsen olsen johansson andersson karlsson nilsson dubois durand moreau laurent allan
glenn
""".split()
)
